package convnet4j.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes what an imagined run leaves in its folder. */
final class RunFiles {
  static final String EPOCHS =
      """
      epoch,step,lr,train_loss,train_top1,val_loss,val_top1,test_loss,test_top1,test_top5,seconds,images_per_second,data_wait
      1,100,0.1,2.0,30,2.1,28.5,,,,60,170,0.5
      2,200,0.05,1.0,60,1.3,52.25,1.25,54.5,90.5,120,172,0.5
      3,300,0.01,0.5,80,1.4,51,1.5,53.0,91.5,7384,172,0.25
      """;

  static final String STEPS =
      """
      step,loss,lr,images_per_second,gradient_norm
      50,2.5,0.1,150,3.25
      100,2.25,0.1,151,
      """;

  static final String LAYERS =
      """
      step,path,kind,depth,gradient_norm,weight_norm,update_ratio,mean,std,zeros,saturated,dead,branch_ratio
      0,conv1,Conv,1,0.5,1,0.01,0.1,1,,,,
      0,act1,Activation,1,,,,0.4,0.6,0.5,,0,
      0,layer1.0,SUM,3,,,,0.4,0.6,,,,0.75
      """;

  private RunFiles() {}

  static void recipe(Path run) {
    write(run, "recipe.yaml", "network: resnet20\ndata: shapes\nepochs: 3\nset:\n  shortcut: B\n");
  }

  static void result(Path run, String status) {
    String json = "{\"status\":\"%s\",\"params\":272474,\"precision\":\"bf16\"}";
    write(run, "result.json", json.formatted(status));
  }

  /** Answers to {@code images} images of three classes, of which the first {@code right} are. */
  static void answers(Path run, int images, int right) {
    StringBuilder text = new StringBuilder("index,label,predicted,probability\n");
    Random random = new Random(1);
    for (int i = 0; i < images; i++) {
      int predicted = i < right ? i % 3 : (i + 1) % 3;
      text.append("%d,%d,%d,%s\n".formatted(i, i % 3, predicted, random.nextFloat()));
    }
    write(run, "predictions-test.csv", text.toString());
  }

  static void write(Path run, String file, String text) {
    try {
      Files.writeString(run.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
