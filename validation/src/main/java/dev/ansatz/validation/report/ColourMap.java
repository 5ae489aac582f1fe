package dev.ansatz.validation.report;

import java.awt.Color;

/**
 * A map from [0, 1] to colours: linear in sRGB between equidistant anchors of Matplotlib's perceptually uniform maps.
 *
 * @see <a href="https://bids.github.io/colormap/">van der Walt and Smith: the colour maps viridis and inferno</a>
 */
enum ColourMap {
  VIRIDIS(0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725),
  INFERNO(0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4);

  private final int[] anchors;

  ColourMap(int... anchors) {
    this.anchors = anchors;
  }

  /** The colour at {@code s}, clamped to [0, 1]; grey where it is not a number. */
  Color at(double s) {
    if (Double.isNaN(s)) {
      return Color.LIGHT_GRAY;
    }
    double position = Math.clamp(s, 0, 1) * (anchors.length - 1);
    int i = Math.min((int) position, anchors.length - 2);
    double f = position - i;
    Color a = new Color(anchors[i]);
    Color b = new Color(anchors[i + 1]);
    return new Color(mix(a.getRed(), b.getRed(), f), mix(a.getGreen(), b.getGreen(), f), mix(a.getBlue(), b.getBlue(), f));
  }

  private static int mix(int a, int b, double f) {
    return (int) Math.round(a + (b - a) * f);
  }
}
