package convnet4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code data}: what there is to learn from. */
@Command(
    name = "data",
    description = "Lists, downloads, describes, checks and shows data sets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DataListCommand.class,
      DataGetCommand.class,
      DataInfoCommand.class,
      DataVerifyCommand.class,
      DataPreviewCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet data list",
      "  ./convnet data get cifar10",
      "  ./convnet data info photos.tar.gz",
      "  ./convnet data verify photos/",
      "  ./convnet data preview cifar10 -o sheet.png"
    })
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // for its --help
  @Mixin
  private OutputOptions output;

  /** {@code convnet data} alone. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
