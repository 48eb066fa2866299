package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
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
                "set",
                Map.of("shortcut", "B")));
    assertThat(Commands.train(recipe, 6, List.of("--init", "my net")))
        .isEqualTo(
            "./convnet train resnet20 --data '/my photos' --epochs 6 --init 'my net' --set shortcut=B --nesterov"
                + " --augment flip");
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
