package io.phish;

/** An analysis asked of a detector that is closed, or cut short by its closing. */
public class DetectorClosedException extends PhishException {
  private static final long serialVersionUID = 1L;

  /** The one message. */
  public DetectorClosedException() {
    super("the detector is closed", null);
  }
}
