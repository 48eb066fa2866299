package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "trian | unknown command 'trian': did you mean 'train'?",
        "data lst | unknown command 'lst': did you mean 'list'?",
        "train resnet20 --epoch 3 | unknown option '--epoch': did you mean '--epochs'?",
        "train resnet20 --batchsize=3 | unknown option '--batchsize': did you mean '--batch-size'?",
        "models --jsn | unknown option '--jsn': did you mean '--json'?",
        "summary resnet81 | unknown network 'resnet81': did you mean 'resnet18'?",
        "train resnt20 --data shapes --epochs 1 | unknown network 'resnt20': did you mean"
            + " 'resnet20'?",
        "summary resnet20 --set shorcut=B | did you mean 'shortcut'?",
        "train resnet20 --data shapes --epochs 1 --set shorcut=B | did you mean 'shortcut'?",
        "train resnet20 --data shpes --epochs 1 | unknown data set 'shpes': did you mean 'shapes'?",
        "train resnet20 --data ./nowhere --epochs 1 | ./nowhere: no such file or folder",
        "data get cifar1O | unknown data set 'cifar1O': did you mean 'cifar10'?",
        "data info cifar1O | unknown data set 'cifar1O': did you mean 'cifar10'?",
        "data preview shapes | --output: expects FILE, received nothing",
        "data preview shapes -o a.jpg | --output a.jpg: expects a name that ends in .png",
        "data preview shapes -o nowhere/a.png | --output nowhere/a.png: expects a file in a folder",
        "data preview shapes -o a.png --augment flip,blurr:3 | augment 'flip,blurr:3', part 2:"
            + " unknown transform 'blurr', did you mean 'blur'?",
        "data preview shapes -o a.png --images 0 | --images: expects a whole number of at least 1",
        "data preview shapes -o a.png --draws 0 | --draws: expects a whole number of at least 1",
        "data preview shapes -o a.png --size 0 | --size: expects 1 to 16384 pixels, received '0'",
        "data preview shapes -o a.png --images 9999 --draws 99 | sheet: expected at most",
        "data verify cifar1O | unknown data set 'cifar1O': did you mean 'cifar10'?",
        "data verify shapes --similarity 2 | --similarity: expects a number from 0 to 1, received"
            + " '2.0'",
        "data verify shapes --limit 0 | --limit: expects a whole number of at least 1",
        "data info shapes --threads 0 | --threads: expects a whole number of at least 1",
        "data info shapes --max-pixels 0 | --max-pixels: expects 1 to 715827882 pixels, received"
            + " '0'",
        "eval . --data shapes --max-pixels many | --max-pixels: expects a whole number, received"
            + " 'many'",
        "data info nowhere.csv | unknown data set 'nowhere.csv'",
        "models resnt20 | did you mean 'resnet20'?",
        "summary resnet20 --set shortcut | --set: expects KEY=VALUE, received 'shortcut'",
        "summary | expects NETWORK, received nothing",
        "summary resnet20 resnet32 | unexpected argument 'resnet32'",
        "train | network: missing",
        "train resnet20 --data shapes | epochs: missing",
        "train resnet20 --data shapes --epochs | --epochs: expects N, received nothing",
        "train resnet20 --data shapes --epochs ten | epochs: expects a whole number",
        "train resnet20 --data shapes --epochs 1 --lr 0 | lr: expects a number above 0, received"
            + " '0.0'",
        "train resnet20 --data shapes --epochs 1 --augment flop | did you mean 'flip'?",
        "train resnet20 --data shapes --epochs 1 --steps 100 | epochs, steps: expects one of them to"
            + " say how long the run is, received 1 and 100",
        "train resnet20 --data shapes --steps many | steps: expects a whole number of at least 0",
        "train resnet20 --data shapes --steps 10 --warmup 11 | warmup: expects a number of steps from"
            + " 0 to the run's 10",
        "train resnet20 --data shapes --epochs 1 --augment mixup | expected mixup:ALPHA above 0",
        "train resnet20 --data shapes --epochs 1 --expand | --expand: expects LIST, received nothing",
        "train resnet20 --data shapes --epochs 1 --expand flip --expand crop:4,flop | expand, copy 2:"
            + " augment 'crop:4,flop', part 2: unknown transform 'flop', did you mean 'flip'?",
        "train resnet20 --data shapes --epochs 1 --expand flip,mixup:1 | expand, copy 1: expects"
            + " changes of images alone",
        "train resnet20 --data shapes --epochs 1 --expand-draws once | expand-draws: expects copies",
        "train resnet20 --data shapes --epochs 1 --expand flip --expand-draws one | did you mean"
            + " 'once'?",
        "train resnet20 --data shapes --epochs 1 --seed 1 --seed 2 | only once",
        "train --watch resnet81 --data shapes --epochs 1 | unknown network 'resnet81'",
        "train resnet20 --watch=x --data shapes --epochs 1 | --watch: expects a port, a whole number"
            + " of at most 65535, received 'x'",
        "train resnet20 --watch 99999 --data shapes --epochs 1 | --watch: expects a port",
        "train resnet20 --mlflow localhost:5000 --data shapes --epochs 1 | --mlflow: expects the"
            + " address of a server such as http://localhost:5000, received 'localhost:5000'",
        "report nowhere | nowhere: expects the folder of a run",
        "train --resume nowhere | nowhere: expects the folder of a run",
        "eval nowhere | nowhere: no such file or folder",
        "eval . --precision fp16 | --precision: expects auto or fp32 or bf16, received 'fp16'",
        "eval . --threads two | --threads: expects a whole number, received 'two'",
        "eval . --threads 0 | --threads: expects a whole number of at least 1, received '0'",
        "eval . --batch-size 0 | --batch-size: expects a whole number of at least 1, received '0'",
        "eval . --mean 0.5 | --mean: expects --std",
        "eval . --mean x --std 1 | --mean: expects numbers, received 'x'",
        "eval . | doesn't lie in a run's folder",
        "eval . --views centre | unknown views 'centre': did you mean 'center'?",
        "eval . --views multi-scale:224,x | expected sides in pixels such as"
            + " multi-scale:224,256,384, received 'x'",
        "eval . --views multi-scale | expected sides in pixels",
        "eval . --resize 0 | --resize: expects a whole number of at least 1, received '0'",
        "eval . --resize big | --resize: expects a whole number, received 'big'",
        "eval . --ensemble | --ensemble: expects [NAME=]FILE|RUN, received nothing",
        "eval . --ensemble nowhere | --ensemble nowhere: no such file or folder",
        "eval . --ensemble resnet81=pom.xml | unknown network 'resnet81': did you mean 'resnet18'?",
        "eval . --ensemble resnet20:activation=rleu=pom.xml | unknown value of activation of"
            + " resnet20 'rleu': did you mean 'relu'?",
        "eval . --network resnet81 | did you mean 'resnet18'?",
        "convert nowhere -o a.pt | nowhere: no such file or folder",
        "convert . | --output: expects FILE, received nothing",
        "convert . -o a.bin | --output a.bin: expects a name that ends in .safetensors, .pt",
        "convert . -o a.bin --to onnx | --to: expects safetensors or pytorch, received 'onnx'",
        "convert . -o nowhere/a.pt | --output nowhere/a.pt: expects a file in a folder that exists",
        "convert . -o a.pt --network resnet81 | did you mean 'resnet18'?",
        "eval . --confusion matrix.png | --confusion: expects a file whose name ends in .svg",
        "compare-runs nowhere . | nowhere: no such file or folder",
        "compare-runs . . | expects the folder of a finished run",
        "compare-runs one.csv | expects B, received nothing",
        "compare-run a b | unknown command 'compare-run': did you mean 'compare-runs'?",
        "predict . | expects IMAGE, received nothing",
        "eval . --weights torchvision | .: with --weights expects the name of a network, received a"
            + " file or folder",
        "eval resnet5 --weights torchvision | unknown network 'resnet5': did you mean 'resnet50'?",
        "eval resnet20 --weights torchvision | torchvision has none of resnet20; expects one of",
        "eval resnet50 --weights torchvison | --weights: expects torchvision,",
        "eval resnet50 --weights hf:timm | --weights: expects torchvision,",
        "eval resnet50 --weights torchvision | doesn't lie in a run's folder",
        "eval resnet50 --weights torchvision --network resnet50 | --network: with --weights the"
            + " network is the first argument",
        "eval resnet50 --weights torchvision --data shapes --offline | resnet50-0676ba61.pth: not"
            + " in",
        "predict resnet50 --weights torchvision | expects IMAGE, received nothing",
        "predict --weights torchvision a.jpg b.jpg | unknown network 'a.jpg'",
        "train resnet50 --data shapes --epochs 1 --weights torchvision --init x | init, weights: expects one of them to begin with",
        "train resnet20 --data shapes --epochs 1 --weights torchvision | torchvision has none of",
        "train resnet50 --data shapes --epochs 1 --weights hf:a/b --offline | model.safetensors: not"
            + " in",
        "train resnet20 --data shapes --epochs 1 --freeze backbone | freeze: expects weights that"
            + " are worth keeping, received none",
        "train resnet20 --data shapes --epochs 1 --backbone-lr 0.1 | backbone-lr: expects weights"
            + " that are worth keeping, received none",
        "train resnet20 --data shapes --epochs 1 --freeze head | unknown freeze 'head'",
        "train resnet20 --data shapes --epochs 1 --backbone-lr 0 | backbone-lr: expects a number"
            + " above 0",
        "predict . nowhere.jpg | nowhere.jpg: no such image file",
      })
  void wrongInputIsOneLineAndExitCode2(String command, String message) {
    assertRefused(Cli.run(command.strip().split(" ")), message);
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedBeforeTheWork() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    String below = file.resolve("below").toString();
    assertRefused(
        Cli.run("train", "resnet20", "--data", "shapes", "--epochs", "1", "--out", below),
        below + ": cannot write the run's folder");
    assertRefused(Cli.run("models", "-o", below), "--output " + below);
    assertRefused(Cli.run("eval", folder.toString(), "--predictions", below), "--predictions ");
    assertRefused(
        Cli.run("eval", folder.toString(), "--confusion", below + "/x.svg"), "--confusion ");
    assertRefused(Cli.run("models", "--output", folder.toString()), "--output " + folder);
  }

  @Test
  void aRunIsNotStartedInAFolderThatIsInUse() throws Exception {
    Files.writeString(folder.resolve("thesis.tex"), "");
    assertRefused(
        Cli.run(
            "train", "resnet20", "--data", "shapes", "--epochs", "1", "--out", folder.toString()),
        "expects an empty or a new folder");
    assertThat(folder).isDirectoryContaining("glob:**thesis.tex");
  }

  private static void assertRefused(Cli cli, String message) {
    assertThat(cli.err()).startsWith("error: ").contains(message.strip());
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.code()).isEqualTo(ExitCode.WRONG_INPUT);
  }
}
