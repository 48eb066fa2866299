package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.weights.ModelFile;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Trained networks that join a first one. */
final class EnsembleOptions {
  @Option(
      names = "--ensemble",
      paramLabel = "[NAME=]FILE|RUN",
      arity = "1..*",
      description =
          "More trained networks, whose probabilities are averaged with the first one's. Each is"
              + " shown images as its own file says; NAME is the network of one that does not.")
  private List<String> members = List.of();

  /**
   * One of them.
   *
   * @param network of a file that does not say it; null where nothing is known
   * @param set that network's options
   */
  private record Member(Path path, String network, Map<String, String> set) {
    /** What the first network is told to be is said of those, too, that have no NAME. */
    static Member of(String text, ForeignOptions first) {
      int equals = text.indexOf('=');
      return equals > 0 && !Files.exists(Path.of(text))
          ? new Member(Path.of(text.substring(equals + 1)), text.substring(0, equals), Map.of())
          : new Member(Path.of(text), first.network(), first.set());
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
      if (member.network != null) {
        Zoo.create(member.network, member.set);
      }
      if (!Files.exists(member.path)) {
        throw new InputException(
            "--ensemble " + member.path + ": no such file or folder; give runs' folders or files");
      }
    }
  }

  /**
   * Reads one of them, which has its own preprocessing; what is given or usual is for a file that
   * does not say it.
   *
   * @param i from 0
   * @param images that it will see
   */
  ModelFile read(int i, ForeignOptions first, Dataset images) {
    Member member = Member.of(members.get(i), first);
    return ModelFile.read(
        member.path,
        Optional.ofNullable(member.network)
            .map(name -> Zoo.create(name, member.set))
            .map(
                net ->
                    ForeignOptions.foreign(
                        net,
                        member.set,
                        images.classes(),
                        first.normalisation(images.normalisation()))));
  }
}
