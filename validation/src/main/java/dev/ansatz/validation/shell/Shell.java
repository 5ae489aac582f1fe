package dev.ansatz.validation.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.tool.JavaShellToolBuilder;

/** jshell on this program's class path, after a start-up script that imports the packages one works with. */
public final class Shell {
  private static final String STARTUP = "ansatz.jsh";

  private Shell() {}

  /** The snippets that run before the first prompt, one a line. */
  public static String startup() {
    try (InputStream in = Shell.class.getResourceAsStream(STARTUP)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the Java that runs the snippets needs beyond its defaults. */
  public static List<String> remoteOptions() {
    return List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-Djava.awt.headless=true");
  }

  /**
   * Runs a session until the user leaves it.
   *
   * @param files of snippets to load first, or - for standard input
   * @return the exit status
   */
  public static int run(List<String> files, PrintStream out, PrintStream err) throws Exception {
    var script = Files.createTempFile("ansatz", ".jsh");
    try {
      Files.writeString(script, startup());
      var arguments = new ArrayList<>(List.of("--class-path", System.getProperty("java.class.path"), "--add-modules",
          "jdk.incubator.vector", "-C-Xlint:-incubating", "--startup", "DEFAULT", "--startup", script.toString()));
      remoteOptions().forEach(option -> arguments.add("-R" + option));
      arguments.addAll(files);
      return JavaShellToolBuilder.builder().out(out).err(err).start(arguments.toArray(String[]::new));
    } finally {
      Files.deleteIfExists(script);
    }
  }
}
