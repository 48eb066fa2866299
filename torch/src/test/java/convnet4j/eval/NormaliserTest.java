package convnet4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Normalisation;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import convnet4j.torch.Tensors;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {
  private static final int COUNT = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void givesEveryChannelItsMeanAndDeviationToTheLastBit(int channels) {
    Natives.load();
    List<Double> mean = List.of(0.4914, 0.4822, 0.4465).subList(0, channels);
    List<Double> std = List.of(0.247, 0.2435, 0.2616).subList(0, channels);
    FeatureMap shape = new FeatureMap(channels, 6, 7);
    byte[] pixels = new byte[COUNT * (int) shape.elements()];
    new Random(1).nextBytes(pixels);
    try (PointerScope scope = new PointerScope();
        Normaliser normaliser = new Normaliser(new Normalisation(mean, std))) {
      Tensor images = normaliser.apply(new BytePointer(pixels), COUNT, shape);
      assertThat(images.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
      float[] values = Tensors.toHost(images).toFloats();
      assertThat(values).hasSize(pixels.length);
      int area = shape.height() * shape.width();
      for (int i = 0; i < pixels.length; i++) {
        int c = i % channels;
        int n = i / (channels * area);
        int place = i / channels % area;
        float centred = (pixels[i] & 0xFF) - (float) (mean.get(c) * 255);
        float expected = centred * (float) (1 / (std.get(c) * 255));
        assertThat(values[(n * channels + c) * area + place]).isEqualTo(expected);
      }
    }
  }
}
