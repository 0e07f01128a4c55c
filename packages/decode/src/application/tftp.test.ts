import { describe, expect, test } from "vitest";
import { ascii, readSamples, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { TFTP_PROTOCOL } from "./tftp.ts";

function sample(text: string, from: number, to: number): Sample {
  return { transport: "udp", from, to, payload: ascii(text) };
}

/** Built by hand after RFC 1350 §5 and RFC 2347. */
const SAMPLES = {
  read: sample("\0\x01boot.img\0octet\0blksize\x004\0", 50_000, 69),
  write: sample("\0\x02a\0netascii\0", 50_000, 69),
  options: sample("\0\x06blksize\x004\0", 40_000, 50_000),
  data: sample("\0\x03\0\x01abcd", 40_000, 50_000),
  last: sample("\0\x03\0\x02ab", 40_000, 50_000),
  acknowledgement: sample("\0\x04\0\x01", 50_000, 40_000),
  error: sample("\0\x05\0\x01gone\0", 40_000, 50_000),
} as const;

describe("Transfers", () => {
  test("A request names its file", () => {
    const { texts, column, info } = readSamples(SAMPLES.read);
    expect(column).toBe("TFTP");
    expect(info).toBe("Read Request, File: boot.img, Transfer type: octet, blksize=4");
    expect(texts("tftp.source_file")).toEqual(["boot.img"]);
    expect(texts("tftp.option.value")).toEqual(["4"]);
    expect(readSamples(SAMPLES.write).texts("tftp.destination_file")).toEqual(["a"]);
  });

  test("The server's answers come from a port of its own", () => {
    const { read, options, data, last, acknowledgement, error } = SAMPLES;
    expect(readSamples(read, options).info).toBe("Option Acknowledgement, blksize=4");
    expect(readSamples(read, options, data).info).toBe("Data Packet, Block: 1");
    expect(readSamples(read, options, data, last).info).toBe("Data Packet, Block: 2 (last)");
    expect(readSamples(read, data, acknowledgement).info).toBe("Acknowledgement, Block: 1");
    expect(readSamples(read, error).info).toBe("Error Code, Code: File not found, Message: gone");
  });
});

readsAnything(TFTP_PROTOCOL, Object.values(SAMPLES));
