/** Dissects the packets of capture files, with what each file says beside them. */
import { Dissector, type Layer, type Packet } from "@wirescope/decode";
import type { PacketFile } from "@wirescope/engine/packet-file";

/** What Wireshark calls an interface that its file has no name for. */
const UNNAMED = "unknown";

export class FileDissector {
  #dissector = new Dissector();
  #file: PacketFile | undefined;
  #before = 0;

  /** Turns to the next file. @param before packets of the files before: comments are numbered in their own file */
  begin(file: PacketFile, before: number): void {
    this.#file = file;
    this.#dissector = new Dissector();
    this.#before = before;
  }

  /** The layers of the file's next packet. */
  dissect(packet: Packet): readonly Layer[] {
    const file = this.#file;
    if (file?.format !== "pcapng") return this.#dissector.dissect(packet, { hasInterface: false });
    return this.#dissector.dissect(packet, {
      hasInterface: true,
      interfaceName: file.interfaces[packet.interfaceId]?.name ?? UNNAMED,
      comments: file.reader.comments.get(packet.number - this.#before),
    });
  }

  /** Says that the packet dissected last was shown. */
  show(): void {
    this.#dissector.show();
  }
}
