package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.Network;
import convnet4j.net.Resolver;
import convnet4j.zoo.Entry;
import convnet4j.zoo.Option;
import convnet4j.zoo.Zoo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** Networks by name, each with options of its own. */
final class NetworkArguments {
  @Parameters(
      arity = "1..*",
      paramLabel = "NETWORK",
      description =
          "Names of networks, as the command models lists them; an option of one of them stands"
              + " behind its name: mobilenet_v2:width=1.4,classes=10.")
  private List<String> networks;

  @picocli.CommandLine.Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "An option of every network that has it, unless set behind its name; may be repeated.")
  private Map<String, String> set = new TreeMap<>();

  /**
   * The graphs, named as they were asked for: with all options that were set.
   *
   * @throws InputException for what is unknown, naming the nearest
   */
  List<Graph> graphs() {
    Set<String> taken = new HashSet<>();
    List<Graph> graphs = networks.stream().map(argument -> graph(argument, taken)).toList();
    if (!taken.containsAll(set.keySet())) {
      // None of them has it: the first one says what it takes.
      SortedMap<String, String> strange = new TreeMap<>(set);
      strange.keySet().removeAll(taken);
      Zoo.create(name(networks.getFirst()), strange);
    }
    return graphs;
  }

  private Graph graph(String argument, Set<String> taken) {
    String name = name(argument);
    Entry entry = Zoo.entry(name);
    SortedMap<String, String> options = new TreeMap<>();
    for (Option option : entry.options()) {
      if (set.containsKey(option.key())) {
        options.put(option.key(), set.get(option.key()));
        taken.add(option.key());
      }
    }
    options.putAll(own(argument));
    Network network = Zoo.create(name, options);
    String label = options.isEmpty() ? name : name + ":" + text(options);
    return Resolver.resolve(
        new Network(label, network.input(), network.classes(), network.layer(), network.init()));
  }

  /** The name in NETWORK:KEY=VALUE,KEY=VALUE. */
  static String name(String argument) {
    return argument.split(":", 2)[0];
  }

  /** The options in it. */
  static Map<String, String> own(String argument) {
    SortedMap<String, String> options = new TreeMap<>();
    String[] parts = argument.split(":", 2);
    if (parts.length == 1) {
      return options;
    }
    for (String pair : parts[1].split(",", -1)) {
      String[] sides = pair.split("=", 2);
      if (sides.length < 2 || sides[0].isEmpty() || options.containsKey(sides[0])) {
        throw new InputException(
            "'"
                + argument
                + "': expects NETWORK:KEY=VALUE,KEY=VALUE with every key once, received '"
                + pair
                + "'");
      }
      options.put(sides[0], sides[1]);
    }
    return options;
  }

  private static String text(SortedMap<String, String> options) {
    return options.entrySet().stream()
        .map(o -> o.getKey() + "=" + o.getValue())
        .collect(Collectors.joining(","));
  }
}
