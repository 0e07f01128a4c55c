/** One capture interface of a file or a live source, as pcapng describes it (IDB, draft-ietf-opsawg-pcapng §4.2). */
export interface CaptureInterface {
  /** `if_name`, or undefined where the format has none (classic pcap). */
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** LINKTYPE_ value. */
  readonly linkType: number;
  /** Octets kept per packet at most; 0 means no limit. */
  readonly snapLength: number;
  /** Section the interface belongs to, from 0. Always 0 in classic pcap and live. */
  readonly section: number;
}
