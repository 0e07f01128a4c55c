import { describe, expect, test } from "vitest";
import { asciiHex, octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { NBDGM_PROTOCOL } from "./nbdgm.ts";

const NAME = `20 ${asciiHex("EHFFFCFFCACACACACACACACACACACAAA")} 00`;

/** A transaction to \MAILSLOT\BROWSE with `data`, built by hand after RFC 1002 §4.4 and MS-CIFS §2.2.4.33. */
function datagram(data: string): Uint8Array {
  const message = octets(data);
  const size = message.length.toString(16).padStart(2, "0");
  return octets(`11 02 895c c0a864ce 008a 0000 0000 ${NAME} ${NAME}
    ff534d42 25 ${"00".repeat(27)}
    11 0000 ${size}00 0000 0000 00 00 0000 e8030000 0000 0000 0000 ${size}00 5600 03 00
    0100 0100 0200 ${size}00
    ${asciiHex("\\MAILSLOT\\BROWSE")} 00 ${data}`);
}

const sample = (payload: Uint8Array) =>
  ({ transport: "udp", from: 138, to: 138, payload }) as const;

const HOST = `${asciiHex("USER-PC")} ${"00".repeat(9)}`;

const SAMPLES = {
  announcement: sample(datagram(`01 00 80fc0a00 ${HOST} 06 01 03100100 0f01 55aa 6869 00`)),
  request: sample(datagram(`02 00 ${asciiHex("USER-PC")} 00`)),
  election: sample(datagram(`08 01 200f0110 ffffffff 00000000 ${asciiHex("USER-PC")} 00`)),
  domain: sample(datagram(`0c 00 a0bb0d00 ${HOST} 03 0a 00100080 68ffc101 4d4f4f5345 00`)),
  backups: sample(datagram("0a 02 01000000 4100 4200")),
  error: sample(octets("13 02 895c c0a864ce 008a 82")),
} as const;

describe("Datagrams", () => {
  test("A host announces itself", () => {
    const { texts, protocols, column, info } = readSamples(SAMPLES.announcement);
    expect(protocols).toBe("raw:ip:udp:nbdgm:smb:browser");
    expect(column).toBe("BROWSER");
    expect(info).toBe(
      "Host Announcement USER-PC, Workstation, Server, NT Workstation, Potential Browser",
    );
    expect(texts("nbdgm.source_name")).toEqual(["GURU<00>"]);
    expect(texts("nbdgm.src.ip")).toEqual(["192.168.100.206"]);
    expect(texts("mailslot.name")).toEqual(["\\MAILSLOT\\BROWSE"]);
    expect(texts("browser.period")).toEqual(["720000"]);
    expect(texts("browser.windows_version")).toEqual(["Windows 7 or Windows Server 2008 R2"]);
    expect(texts("browser.server_type.ntw")).toEqual(["1"]);
    expect(texts("browser.sig")).toEqual(["0xaa55"]);
    expect(texts("browser.comment")).toEqual(["hi"]);
  });

  test.for([
    ["request", "Request Announcement USER-PC", "browser.response_computer_name", ["USER-PC"]],
    ["election", "Browser Election Request", "browser.election.criteria", ["0x10010f20"]],
    ["election", "Browser Election Request", "browser.election.os.ntw", ["1"]],
    [
      "domain",
      "Domain/Workgroup Announcement USER-PC, NT Workstation, Domain Enum",
      "browser.mb_server",
      ["MOOSE"],
    ],
    ["backups", "Get Backup List Response", "browser.backup.server", ["A", "B"]],
    ["error", "Datagram error", "nbdgm.error_code", ["0x82"]],
  ] as const)("%s: %s, %s", ([name, info, field, values]) => {
    const reading = readSamples(SAMPLES[name]);
    expect(reading.info).toBe(info);
    expect(reading.texts(field)).toEqual(values);
  });
});

readsAnything(NBDGM_PROTOCOL, Object.values(SAMPLES));
