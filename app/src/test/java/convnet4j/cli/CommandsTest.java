package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @Test
  void theSameCommandIsTheOneThatWasGiven() {
    assertThat(Commands.same(List.of("study", "run", "my study", "--only", "net=a b", "--jobs=2")))
        .isEqualTo("./convnet study run 'my study' --only 'net=a b' --jobs=2");
  }

  @Test
  void aCommandToTrainHasWhatIsNotUsualAndNothingElse() {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "network",
                "resnet20",
                "data",
                "/my photos",
                "epochs",
                3,
                "lr",
                0.1,
                "augment",
                "flip",
                "nesterov",
                true,
                "init",
                "my net",
                "set",
                Map.of("shortcut", "B")));
    assertThat(Commands.trainLonger(recipe))
        .isEqualTo(
            "./convnet train resnet20 --data '/my photos' --epochs 6 --set shortcut=B --nesterov"
                + " --augment flip --init 'my net'");
  }

  @Test
  void aCommandToTrainLongerKeepsCopiesAndTheUnitOfTheLength() {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "network",
                "resnet20",
                "data",
                "shapes",
                "steps",
                300,
                "expand",
                List.of("crop:4,flip", "flip")));
    String start = "./convnet train resnet20 --data shapes --steps 600";
    String copies = " --expand crop:4,flip --expand flip";
    assertThat(Commands.trainLonger(Recipe.of(values))).isEqualTo(start + copies);
    values.put("augment", "crop:4,flip"); // the default without copies, not with them
    values.put("expand-draws", "once");
    assertThat(Commands.trainLonger(Recipe.of(values)))
        .isEqualTo(start + " --augment crop:4,flip" + copies + " --expand-draws once");
  }

  @Test
  void aCommandNamesTheRun() {
    Path run = Path.of("runs/a b");
    assertThat(Commands.resume(run)).isEqualTo("./convnet train --resume 'runs/a b'");
    assertThat(Commands.eval(run)).isEqualTo("./convnet eval 'runs/a b'");
    assertThat(Commands.predict(run)).isEqualTo("./convnet predict 'runs/a b' IMAGE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "runs/x-1.2_y | runs/x-1.2_y",
        "a b | 'a b'",
        "it's | 'it'\\''s'",
        "$HOME | '$HOME'",
        "größe | größe"
      })
  void wordsAreQuotedAsAShellReadsThem(String word, String quoted) {
    assertThat(Commands.quoted(word)).isEqualTo(quoted);
  }
}
