package convnet4j.report.study;

import convnet4j.study.StudyFolder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a study, in every form in which it can be read. */
public final class StudyReport {
  private final StudyData data;
  private final List<CellResult> cells;
  private final StudyEvidence evidence;
  private final List<ClaimVerdict> claims;
  private final Map<String, String> commands;

  private StudyReport(StudyData data, Map<String, String> commands) {
    this.data = data;
    this.cells = CellResult.of(data);
    this.evidence = StudyEvidence.of(data);
    this.claims = ClaimVerdict.of(data, evidence);
    this.commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }

  /**
   * Of the study in a folder, of which nothing need be finished.
   *
   * @param commands that run it, by what they do
   * @throws convnet4j.errors.InputException when no study lies there, or one of its files is not
   *     what it should be
   */
  public static StudyReport of(StudyFolder folder, Map<String, String> commands) {
    return new StudyReport(StudyData.read(folder), commands);
  }

  /** One page that asks for nothing else. */
  public String html() {
    return new StudyPage(this).html();
  }

  /** Tables and verdicts, without plots. */
  public String markdown() {
    return new StudyMarkdown(this).text();
  }

  /** A row for every cell. */
  public String csv() {
    return CellsCsv.of(data.study(), cells);
  }

  /** The evidence for programs. */
  public Map<String, Object> json() {
    return StudyJson.of(this);
  }

  StudyData data() {
    return data;
  }

  List<CellResult> cells() {
    return cells;
  }

  StudyEvidence evidence() {
    return evidence;
  }

  List<ClaimVerdict> claims() {
    return claims;
  }

  Map<String, String> commands() {
    return commands;
  }

  Setting setting() {
    return new Setting(data);
  }
}
