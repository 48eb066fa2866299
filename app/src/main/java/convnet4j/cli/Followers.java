package convnet4j.cli;

import convnet4j.recipe.TrainEvent;
import java.util.List;
import java.util.function.Consumer;

/** Tells everybody who follows a run, one after another; closed when it is over. */
final class Followers implements Consumer<TrainEvent>, AutoCloseable {
  private final List<Follower> followers;

  /**
   * One of them.
   *
   * @param ear hears what happens
   * @param farewell what is to be done in the end
   */
  record Follower(Consumer<TrainEvent> ear, Runnable farewell) {}

  Followers(List<Follower> followers) {
    this.followers = List.copyOf(followers);
  }

  @Override
  public void accept(TrainEvent event) {
    followers.forEach(follower -> follower.ear().accept(event));
  }

  @Override
  public void close() {
    followers.forEach(follower -> follower.farewell().run());
  }
}
