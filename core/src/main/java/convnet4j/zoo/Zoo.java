package convnet4j.zoo;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.net.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Every network that can be named. */
public final class Zoo {
  private static final SequencedMap<String, Member> MEMBERS = new LinkedHashMap<>();

  static {
    Stream.of(
            Nin.members(),
            Vgg.members(),
            GoogLeNet.members(),
            ResNet.members(),
            PreActResNet.members(),
            Xception.members(),
            MobileNetV1.members(),
            MobileNetV2.members(),
            ShuffleNet.members(),
            NasNet.members(),
            Airbench.members())
        .flatMap(List::stream)
        .forEach(member -> MEMBERS.put(member.entry().name(), member));
  }

  private Zoo() {}

  /** The names, family by family. */
  public static List<String> names() {
    return List.copyOf(MEMBERS.sequencedKeySet());
  }

  /** What is known of every network, in the order of {@link #names()}. */
  public static List<Entry> entries() {
    return MEMBERS.sequencedValues().stream().map(Member::entry).toList();
  }

  /**
   * What is known of one network.
   *
   * @throws InputException if there is no such network, naming the nearest
   */
  public static Entry entry(String name) {
    return member(name).entry();
  }

  /**
   * A network.
   *
   * @param options what differs from the network's own, by the keys of {@link Entry#options()}
   * @throws InputException if there is no such network, option or value, naming what there is
   */
  public static Network create(String name, Map<String, String> options) {
    Member member = member(name);
    Settings settings = new Settings(member.entry(), options);
    return new Network(
        name, settings.input(), settings.classes(), member.layer().apply(settings), member.init());
  }

  private static Member member(String name) {
    Member member = MEMBERS.get(name);
    if (member == null) {
      throw Nearest.unknown("network", name, MEMBERS.keySet(), "Run ./convnet models for the list");
    }
    return member;
  }
}
