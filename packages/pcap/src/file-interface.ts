/** What a capture file says of an interface beyond what live sources know. */
import type { CaptureInterface } from "./interface.ts";

/** Counts of an Interface Statistics Block (draft-ietf-opsawg-pcapng §4.6); undefined where it is silent. */
export interface InterfaceStatistics {
  /** `isb_ifrecv`: packets that reached the interface. */
  readonly received: number | undefined;
  /** `isb_ifdrop`: packets the interface had no room for. */
  readonly interfaceDropped: number | undefined;
  /** `isb_filteraccept`: packets that the capture filter let through. */
  readonly accepted: number | undefined;
  /** `isb_osdrop`: packets the operating system dropped. */
  readonly systemDropped: number | undefined;
  /** `isb_usrdeliv`: packets handed to the capturing program. */
  readonly delivered: number | undefined;
}

export interface FileInterface extends CaptureInterface {
  /** Octet of `if_tsresol`: 6 is microseconds, 9 nanoseconds, a set top bit means a power of two. */
  readonly timeResolution: number;
  /** Whole seconds that are added to every time stamp, `if_tsoffset`. */
  readonly timeOffset: number;
  /** Octets of frame check sequence at the end of each packet; undefined where the file does not say. */
  readonly fcsLength: number | undefined;
  /** Capture filter as libpcap spells it, `if_filter`. */
  readonly filter: string | undefined;
  /** `if_os`. */
  readonly operatingSystem: string | undefined;
  /** The last statistics block that was read, undefined before the first. */
  readonly statistics: InterfaceStatistics | undefined;
}
