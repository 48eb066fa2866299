package convnet4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code study}: grids of trainings, and which of their differences are real. */
@Command(
    name = "study",
    description = "Runs studies, grids of trainings, and says which differences are real.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StudyListCommand.class,
      StudyRunCommand.class,
      StudyStatusCommand.class,
      StudyReportCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet study list",
      "  ./convnet study run shortcut-options --scale small --dry-run",
      "  ./convnet study run shortcut-options --scale small",
      "  ./convnet study status shortcut-options --scale small",
      "  ./convnet study report shortcut-options --scale small"
    })
final class StudyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // for its --help
  @Mixin
  private OutputOptions output;

  /** {@code convnet study} alone. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
