package dev.ansatz.validation.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Places to write to, tried before long work begins. */
final class Output {
  private Output() {}

  /** Makes sure that there is such a directory and that files can be made in it. */
  static void directory(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".ansatz", ".tmp"));
    } catch (IOException e) {
      throw new BadUse("cannot write to the directory " + directory + ": " + reason(e));
    }
  }

  /** Makes sure that a file can be written. */
  static void file(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadUse("cannot write " + file + ": it is a directory");
    }
    directory(file.toAbsolutePath().getParent());
  }

  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> exists.getFile() + " is a file, not a directory";
      default -> e.getMessage() + " (" + e.getClass().getSimpleName() + ")";
    };
  }
}
