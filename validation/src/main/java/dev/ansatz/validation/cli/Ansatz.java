package dev.ansatz.validation.cli;

import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.UnsupportedProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ansatz}. */
@Command(
    name = "ansatz",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "ansatz 0.1.0-SNAPSHOT",
    description = "Solves partial differential equations and checks the answers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit status: 0 solved, 1 not solved, 2 bad use."})
public final class Ansatz implements Runnable {
  static final int SOLVED = 0;
  static final int NOT_SOLVED = 1;
  static final int BAD_USE = 2;

  /** How long an interrupted solve may take to hand over its best answer. */
  private static final long GRACE_SECONDS = 60;

  private final Console console;

  private Ansatz(Console console) {
    this.console = console;
  }

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    var cancelled = new AtomicBoolean();
    var status = new CompletableFuture<Integer>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(cancelled, status), "ansatz-cancel"));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    var console = new Console(out, err, Boolean.getBoolean("ansatz.terminal"), Integer.getInteger("ansatz.columns", 80), cancelled::get,
        args);
    status.complete(run(Sources::standard, console));
    out.flush();
    err.flush();
    System.exit(status.join());
  }

  /** An interrupt starts the shutdown: the solver is asked to stop, and the process ends when its answer has been told. */
  private static void finish(AtomicBoolean cancelled, CompletableFuture<Integer> status) {
    if (status.isDone()) {
      return;
    }
    cancelled.set(true);
    try {
      Runtime.getRuntime().halt(status.get(GRACE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      Runtime.getRuntime().halt(NOT_SOLVED);
    }
  }

  /** Runs the command; whatever happens, the user reads a message and not a stack trace. */
  static int run(Supplier<Sources> supplier, Console console) {
    try {
      Sources sources = supplier.get();
      return new CommandLine(new Ansatz(console))
          .addSubcommand(new ListCommand(sources, console))
          .addSubcommand(new SolveCommand(sources, console))
          .addSubcommand(new CompareCommand(sources, console))
          .addSubcommand(new ConditionCommand(sources, console))
          .addSubcommand(new ShellCommand(console))
          .addSubcommand(new BenchCommand(console))
          .addSubcommand(new StudyCommand(console))
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setOut(new PrintWriter(console.out(), true))
          .setErr(new PrintWriter(console.err(), true))
          .setParameterExceptionHandler(Ansatz::badArguments)
          .setExecutionExceptionHandler((e, command, parsed) -> failed(e, console))
          .execute(console.arguments());
    } catch (Throwable e) { // an Error too must end in a message
      return failed(e, console);
    }
  }

  private static int badArguments(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    command.getErr().println("ansatz: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return BAD_USE;
  }

  private static int failed(Throwable e, Console console) {
    if (e instanceof BadUse || e instanceof UnsupportedProblemException || e instanceof CheckpointException) {
      console.err().println("ansatz: " + e.getMessage());
      return BAD_USE;
    }
    if (e instanceof OutOfMemoryError) {
      console.err().println("ansatz: out of memory; give Java more with ANSATZ_JAVA_OPTIONS=-Xmx8g, or ask for less");
      return NOT_SOLVED;
    }
    console.err().println("ansatz: a fault of ours, not of yours: " + e);
    try {
      var file = Files.createTempFile("ansatz-fault-", ".txt");
      try (var trace = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
        trace.println(console.commandLine());
        trace.println("Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        e.printStackTrace(trace);
      }
      console.err().println("please report it with the file " + file + " (CONTRIBUTING.md says where)");
    } catch (IOException unwritable) {
      console.err().println("please report it (CONTRIBUTING.md says where); its trace could not be written: " + unwritable.getMessage());
    }
    return NOT_SOLVED;
  }

  @Override
  public void run() {
    CommandLine.usage(this, console.err());
    throw new BadUse("a command is missing: list, solve, compare, condition, shell, bench or study");
  }
}
