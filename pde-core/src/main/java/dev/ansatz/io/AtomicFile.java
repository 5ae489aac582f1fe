package dev.ansatz.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Replaces a file so that a crash at any moment, of the process or of the machine, leaves the old one or the new one whole: the new
 * one is written beside it, forced to the disk and renamed, and the directory is forced to the disk.
 */
final class AtomicFile {
  private static final String SUFFIX = ".partial";

  private AtomicFile() {}

  /** Writes a file from the start. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a directory");
    }
    Path directory = Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(directory, prefix(target), SUFFIX);
    try {
      try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE);
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    forceDirectory(directory);
  }

  private static void forceDirectory(Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException _) {
      return; // Windows opens no directories; its renames are journaled
    }
    try (channel) {
      channel.force(true);
    }
  }

  /** Deletes what writers of that file left half-written when they were killed. */
  static void removeLeftovers(Path file) throws IOException {
    Path target = file.toRealPath();
    DirectoryStream.Filter<Path> partial = path -> {
      String name = path.getFileName().toString();
      // only digits between: the writer of another file, named like this one and more, may be at work
      return name.matches(Pattern.quote(prefix(target)) + "[0-9]+" + Pattern.quote(SUFFIX));
    };
    try (var leftovers = Files.newDirectoryStream(target.getParent(), partial)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".";
  }
}
