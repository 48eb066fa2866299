package convnet4j.render.compare;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import convnet4j.cost.Cost;
import convnet4j.cost.LargestTensor;
import convnet4j.cost.PublishedMemory;
import convnet4j.net.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Networks side by side; as JSON, what {@code convnet compare --json} prints.
 *
 * @param networks in the order in which they were asked for
 * @param measurement how latencies were measured; null if none were
 */
public record Comparison(List<Row> networks, Measurement measurement) {
  public Comparison {
    networks = List.copyOf(networks);
  }

  /**
   * One network.
   *
   * @param network its name, with the options that are not its own
   * @param input channels, height and width of one image
   * @param classes number of logits
   * @param params its parameters, see {@link convnet4j.cost.StepCost}
   * @param madds multiply-accumulates for one image in inference
   * @param depth weighted layers on the longest path, see {@link Cost#depth()}
   * @param receptiveField in pixels, see {@link Cost#receptiveField()}
   * @param peakActivationBytes the most that inference of one image holds at once as float32, see
   *     {@link Cost#peakBytes()}
   * @param largestTensors one for every resolution, the largest resolution first
   * @param published the last row of the table of which {@code largestTensors} has the cells; null
   *     if none was printed
   * @param latency null if it was not measured
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Row(
      String network,
      List<Integer> input,
      int classes,
      long params,
      long madds,
      int depth,
      long receptiveField,
      long peakActivationBytes,
      List<Largest> largestTensors,
      Published published,
      Latency latency) {
    public Row {
      input = List.copyOf(input);
      largestTensors = List.copyOf(largestTensors);
    }

    /** A row without latency. */
    public static Row of(Graph graph) {
      Cost cost = Cost.of(graph);
      Optional<PublishedMemory> published = PublishedMemory.of(graph.name());
      return new Row(
          graph.name(),
          graph.input().dims(),
          graph.classes(),
          cost.params(),
          cost.madds(),
          cost.depth(),
          cost.receptiveField(),
          cost.peakBytes(),
          LargestTensor.of(graph).stream().map(t -> Largest.of(t, published)).toList(),
          published.map(p -> new Published(PublishedMemory.SOURCE, p.maxKilobytes())).orElse(null),
          null);
    }

    public Row with(Latency measured) {
      return new Row(
          network,
          input,
          classes,
          params,
          madds,
          depth,
          receptiveField,
          peakActivationBytes,
          largestTensors,
          published,
          measured);
    }
  }

  /**
   * The largest tensor at one resolution, see {@link LargestTensor}.
   *
   * @param bytes16 its size with 16-bit values
   * @param splitChannels with the insides of inverted bottlenecks computed in slices
   * @param published what was printed for it; null if nothing was
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Largest(
      int height,
      int width,
      int channels,
      long bytes16,
      int splitChannels,
      long splitBytes16,
      Cell published) {
    private static Largest of(LargestTensor t, Optional<PublishedMemory> published) {
      Cell cell =
          published
              .flatMap(p -> p.at(t.height(), t.width()))
              .map(c -> new Cell(c.channels(), c.kilobytes(), c.against(t)))
              .orElse(null);
      return new Largest(
          t.height(),
          t.width(),
          t.channels(),
          t.bytes16(),
          t.splitChannels(),
          t.splitBytes16(),
          cell);
    }
  }

  /** A printed cell and how it relates to the network. */
  public record Cell(int channels, int kilobytes, PublishedMemory.Verdict verdict) {}

  /** Where the printed cells stand, and the most of them. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Published(String source, int maxKilobytes) {}

  /**
   * Time of one forward pass, in milliseconds.
   *
   * @param repeats how many were timed
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Latency(double medianMs, double fastestMs, double slowestMs, int repeats) {

    /** Of one or more times in milliseconds, in any order. */
    public static Latency of(double[] milliseconds) {
      double[] sorted = milliseconds.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      return new Latency(median, sorted[0], sorted[n - 1], n);
    }
  }

  /**
   * What latencies depend on.
   *
   * @param batch images in a forward pass
   * @param warmup passes before the timed ones
   * @param cpu its model
   * @param engine name and version
   */
  public record Measurement(
      int batch, int threads, String precision, int warmup, String cpu, String engine) {}
}
