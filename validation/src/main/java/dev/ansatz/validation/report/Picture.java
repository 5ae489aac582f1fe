package dev.ansatz.validation.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A drawn picture.
 *
 * @param name for a file, without ending
 * @param caption what it shows, in words
 * @param image at twice the size at which it is meant to be seen
 */
public record Picture(String name, String caption, BufferedImage image) {
  /** As the bytes of a PNG file. */
  public byte[] png() {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IllegalStateException("this Java runtime writes no PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes {@code name.png} into a directory that exists. */
  public Path write(Path directory) throws IOException {
    return Files.write(directory.resolve(name + ".png"), png());
  }
}
