/**
 * A flow and where its slice of the running minute begins: all that the slice is read from, be the flow
 * still in its table or gone. One object is reused for flow after flow.
 */
import { BYTES, FLOW_DOUBLES } from "./flow-layout.ts";
import { MARK_BYTES, MARK_DOUBLES, NEW_FLOW } from "./slice-marks.ts";

const NOTHING: Int32Array = new Int32Array(0);

export class SlicedFlow {
  /** The flow's record is row {@link row} of these, see flow-layout.ts. */
  doubles: Float64Array = new Float64Array(0);
  words: Int32Array = NOTHING;
  row = 0;
  /** What the flow had when the minute's first packet came. */
  mark: number = NEW_FLOW;
  /** Minute of the slice before, in minutes since 1970; 0 for none. */
  previous = 0;
  /** Counters of a TCP connection and where they begin, see tcp-layout.ts; -1 for what is not TCP. */
  counters: Int32Array = NOTHING;
  countersAt = -1;
  /** Empty for none. */
  name = "";
  /** -1 for none. */
  application = -1;

  /** Octets on the wire in both directions during the minute; `marks` are the doubles of all marks. */
  octets(marks: Float64Array): number {
    const d = this.row * FLOW_DOUBLES + BYTES;
    const m = this.mark * MARK_DOUBLES + MARK_BYTES;
    const { doubles } = this;
    return doubles[d]! - marks[m]! + (doubles[d + 1]! - marks[m + 1]!);
  }
}
