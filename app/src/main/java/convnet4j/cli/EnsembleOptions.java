package convnet4j.cli;

import convnet4j.cli.ForeignOptions.Said;
import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.weights.ModelFile;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * Trained networks that join a first one. What is said of the first one is said of them all:
 * --network and --set of those that say nothing themselves and have no NAME, --mean and --std of
 * every one.
 */
final class EnsembleOptions {
  /** NETWORK or NETWORK:KEY=VALUE,KEY=VALUE, and the file. */
  private static final Pattern NAMED =
      Pattern.compile("(\\w+(?::[^,=]*=[^,=]*(?:,[^,=]*=[^,=]*)*)?)=(.+)");

  @Option(
      names = "--ensemble",
      paramLabel = "[NAME=]FILE|RUN",
      arity = "1..*",
      description =
          "More trained networks, whose probabilities are averaged with the first one's. Each is"
              + " shown images as its own file says; --mean and --std go before that for all of"
              + " them. NAME, or NAME:KEY=VALUE,…, is the network of a file that does not say it"
              + " (default: --network and --set).")
  private List<String> members = List.of();

  private record Member(Path path, Said said) {
    static Member of(String text, ForeignOptions first) {
      Matcher named = NAMED.matcher(text);
      if (Files.exists(Path.of(text)) || !named.matches()) {
        return new Member(Path.of(text), new Said(first.network(), first.set(), false));
      }
      String network = named.group(1);
      Said said = new Said(NetworkArguments.name(network), NetworkArguments.own(network), true);
      return new Member(Path.of(named.group(2)), said);
    }
  }

  /** How many join. */
  int size() {
    return members.size();
  }

  /** Checks what can be checked before anything is read. */
  void check(ForeignOptions first) {
    for (String text : members) {
      Member member = Member.of(text, first);
      if (member.said.network() != null) {
        Zoo.create(member.said.network(), member.said.set());
      }
      if (!Files.exists(member.path)) {
        throw new InputException(
            "--ensemble "
                + member.path
                + ": no such file or folder; give runs' folders, files, or NAME=FILE");
      }
    }
  }

  /**
   * Reads one of them.
   *
   * @param i from 0
   * @param images that it will see
   */
  ModelFile read(int i, ForeignOptions first, Dataset images) {
    Member member = Member.of(members.get(i), first);
    return first.read(member.path, member.said, images.classes(), images.normalisation());
  }
}
