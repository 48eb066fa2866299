package convnet4j.cost;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the MobileNetV2 paper prints as the most channels and memory that have to be kept at each
 * resolution (Sandler et al. 2018, arXiv 1801.04381, table 3: 224×224, 16-bit activations). Not
 * every cell follows from the networks, which is what {@link Cell#against} is for.
 *
 * @param network by its name in the zoo, with the options of its own
 * @param cells by falling resolution
 * @param maxKilobytes the table's last row
 */
public record PublishedMemory(String network, List<Cell> cells, int maxKilobytes) {
  /** Where the cells stand. */
  public static final String SOURCE = "Sandler et al. 2018, arXiv 1801.04381, table 3";

  /** What printing in one or two digits may hide. */
  private static final double SHARE = 0.05;

  private static final double KILOBYTE = 1000;

  private static final List<PublishedMemory> TABLE =
      List.of(
          row("mobilenet_v1", 64, 1600, 128, 800, 256, 400, 512, 200, 1024, 199, 1024, 2, 1600),
          row("mobilenet_v2", 16, 400, 32, 200, 64, 100, 160, 62, 320, 32, 1280, 2, 400),
          row("shufflenet_g3_x2_0", 32, 800, 48, 300, 400, 600, 800, 310, 1600, 156, 1600, 3, 600));

  public PublishedMemory {
    cells = List.copyOf(cells);
  }

  /** What was printed for {@code network}; empty if nothing was. */
  public static Optional<PublishedMemory> of(String network) {
    return TABLE.stream().filter(row -> row.network.equals(network)).findFirst();
  }

  /** The cell of feature maps of {@code height}×{@code width}. */
  public Optional<Cell> at(int height, int width) {
    return cells.stream().filter(c -> c.side == height && c.side == width).findFirst();
  }

  /**
   * A cell as printed.
   *
   * @param side of the square feature maps
   * @param channels of the largest
   * @param kilobytes of it, 1000 bytes each
   */
  public record Cell(int side, int channels, int kilobytes) {

    /** How this cell relates to the network itself. */
    public Verdict against(LargestTensor tensor) {
      double own = 2.0 * channels * side * side / KILOBYTE;
      if (Math.abs(own - kilobytes) > Math.max(1, SHARE * kilobytes)) {
        return Verdict.CONTRADICTS_ITSELF;
      }
      if (channels == tensor.channels()) {
        return Verdict.FOLLOWS;
      }
      return channels == tensor.splitChannels()
          ? Verdict.FOLLOWS_WHEN_SPLIT
          : Verdict.DOES_NOT_FOLLOW;
    }
  }

  /** Whether a printed cell follows from the network. */
  public enum Verdict {
    /** These channels are those of the largest tensor. */
    @JsonProperty("follows")
    FOLLOWS,
    /** They are when the insides of inverted bottlenecks are computed in slices. */
    @JsonProperty("follows_when_split")
    FOLLOWS_WHEN_SPLIT,
    /** No output of this resolution that counts has so many channels. */
    @JsonProperty("does_not_follow")
    DOES_NOT_FOLLOW,
    /** The printed memory is not that of the printed channels. */
    @JsonProperty("contradicts_itself")
    CONTRADICTS_ITSELF
  }

  /** Channels and kilobytes at 112, 56, 28, 14, 7 and 1, and the most of all. */
  private static PublishedMemory row(String network, int... values) {
    List<Integer> sides = List.of(112, 56, 28, 14, 7, 1);
    List<Cell> cells =
        IntStream.range(0, sides.size())
            .mapToObj(i -> new Cell(sides.get(i), values[2 * i], values[2 * i + 1]))
            .toList();
    return new PublishedMemory(network, cells, values[values.length - 1]);
  }
}
