package convnet4j.net;

/** How parallel branches become one output. */
public enum Join implements Kernel {
  /** Element-wise sum of equal shapes. */
  SUM,
  /** Feature maps of equal height and width, one after the other along the channels. */
  CONCAT,
  /** Element-wise product of equal shapes. */
  PRODUCT
}
