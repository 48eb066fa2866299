package convnet4j.track;

import com.google.protobuf.CodedOutputStream;
import convnet4j.track.Points.Point;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's: {@code Event} messages (tensorboard/compat/proto/event.proto), each
 * framed as a TFRecord. A record is written by one call, so that a process that is killed leaves at
 * most a record cut short at the end, which TensorBoard passes over.
 */
final class EventFile implements Closeable {
  private static final String PREFIX = "events.out.tfevents.";

  /** TensorBoard has the name of the machine here, which is nobody's business. */
  private static final String SUFFIX = ".convnet4j";

  private static final String VERSION = "brain.Event:2";
  private static final int CRC_MASK = 0xa282ead8;
  private static final int START = 1;

  private final FileChannel channel;

  /** Field numbers of {@code Event}. */
  private static final class Event {
    static final int WALL_TIME = 1;
    static final int STEP = 2;
    static final int FILE_VERSION = 3;
    static final int SUMMARY = 5;
    static final int SESSION_LOG = 7;
  }

  /** Of {@code Summary} and its {@code Value}. */
  private static final class Summary {
    static final int VALUE = 1;
    static final int TAG = 1;
    static final int SIMPLE_VALUE = 2;
  }

  /** Of {@code SessionLog}. */
  private static final class SessionLog {
    static final int STATUS = 1;
  }

  /** The fields of a message. */
  @FunctionalInterface
  private interface Message {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private EventFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a new file, which TensorBoard reads after those that are there already: it goes by their
   * names.
   *
   * @param firstStep the first that will be written. Where this is not the run's first file,
   *     TensorBoard forgets what it has seen from there on: a run that was killed after its last
   *     checkpoint does those steps once more
   */
  static EventFile create(Path folder, long firstStep, Instant now) throws IOException {
    long seconds = Math.max(now.getEpochSecond(), newest(folder) + 1);
    Path path = folder.resolve(PREFIX + String.format("%010d", seconds) + SUFFIX);
    EventFile file =
        new EventFile(
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    file.event(now, firstStep, out -> out.writeString(Event.FILE_VERSION, VERSION));
    file.event(
        now,
        firstStep,
        out ->
            out.writeByteArray(
                Event.SESSION_LOG, bytes(log -> log.writeEnum(SessionLog.STATUS, START))));
    return file;
  }

  private static long newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("events\\.out\\.tfevents\\.\\d{1,18}\\..*"))
          .flatMapToLong(name -> LongStream.of(Long.parseLong(name.split("\\.", 5)[3])))
          .max()
          .orElse(-1);
    }
  }

  /** Adds the values of a point. */
  void add(Point point, Instant now) throws IOException {
    event(
        now,
        point.step(),
        out -> out.writeByteArray(Event.SUMMARY, bytes(summary -> values(point, summary))));
  }

  private static void values(Point point, CodedOutputStream summary) throws IOException {
    for (Map.Entry<String, Double> value : point.values().entrySet()) {
      summary.writeByteArray(
          Summary.VALUE,
          bytes(
              out -> {
                out.writeString(Summary.TAG, value.getKey());
                out.writeFloat(Summary.SIMPLE_VALUE, value.getValue().floatValue());
              }));
    }
  }

  private void event(Instant now, long step, Message what) throws IOException {
    record(
        bytes(
            out -> {
              out.writeDouble(Event.WALL_TIME, now.toEpochMilli() / 1e3);
              out.writeInt64(Event.STEP, step);
              what.writeTo(out);
            }));
  }

  /**
   * TFRecord (tensorflow/core/lib/io/record_writer.h): the length, its checksum, the bytes, their
   * checksum, all little-endian.
   */
  private void record(byte[] data) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(checksum(record.array(), Long.BYTES));
    record.put(data).putInt(checksum(data, data.length));
    record.flip();
    while (record.hasRemaining()) {
      channel.write(record);
    }
  }

  /** CRC-32C, masked: a checksum of data that holds checksums would be weak. */
  private static int checksum(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
  }

  private static byte[] bytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all that is written", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
