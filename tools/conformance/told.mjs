// @ts-check
/**
 * What tshark says once it is told which protocol a port carries (its "Decode As").
 *
 * Content settles here what tshark settles by port, so that it shows data where a service listens on another
 * port than its own. Being told the port, it bears witness to whether the content was read rightly. Its
 * answers are kept in .cache/conformance until the capture, the ports or its version change.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CORPUS } from "./captures.mjs";

const CACHE = fileURLToPath(new URL("../../.cache/conformance/", import.meta.url));
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * What to tell of each capture, and nothing more than a person would who knows the service.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const TOLD = {
  "captures/OISF__suricata-verify/output-eve-ftp-data__input.pcap": ["udp.port==1901,ssdp"],
  "captures/OISF__suricata-verify/smb-length-5770__input.pcap": ["tcp.port==4445,nbss"],
  "captures/FoxIO-LLC__ja4/tls3.pcapng": [
    "udp.port==32412,ssdp",
    "udp.port==32414,ssdp",
    "tcp.port==8009,tls",
  ],
  "captures/andrewkroh__packetbeat/mongodb_insert_duplicate_key.pcap": ["tcp.port==27018,mongo"],
  "captures/andrewkroh__packetbeat/redis_one_transaction.pcap": ["tcp.port==6380,resp"],
  "captures/corelight__zeek-spicy-openvpn/openvpn.pcap": ["udp.port==1198,openvpn"],
  "captures/nfstream__nfstream/bittorrent_utp.pcap": ["udp.port==40959,bt-utp"],
  "captures/ntop__nDPI/bittorrent_utp.pcap": ["udp.port==40959,bt-utp", "udp.port==33333,bt-utp"],
  "captures/ntop__nDPI/someip_sd_sample.pcap": ["udp.port==30490,someip"],
  "captures/ntop__nDPI/coap_mqtt.pcap": ["tcp.port==17501,mqtt"],
  "captures/ntop__nDPI/custom_categories.pcapng": ["tcp.port==20868,ssh"],
  "captures/ntop__nDPI/line.pcap": ["udp.port==20610,rtcp", "udp.port==29070,rtcp"],
  "captures/ntop__nDPI/openvpn_obfuscated.pcapng": ["tcp.port==443,openvpn"],
  "captures/ntop__nDPI/ossfuzz_seed_fake_traces_2.pcapng": ["tcp.port==1299,xmpp"],
  "captures/ntop__nDPI/pgsql2.pcapng": ["tcp.port==60102,pgsql"],
  "captures/the-tcpdump-group__tcpdump/of10_p3295.pcap": ["tcp.port==6633,openflow"],
  "captures/the-tcpdump-group__tcpdump/of13_ericsson.pcapng": ["tcp.port==6633,openflow"],
  "captures/zeek__zeek/globus-url-copy-bad-encoding.pcap": ["tcp.port==2811,ftp"],
  "captures/zeek__zeek/globus-url-copy.pcap": ["tcp.port==2811,ftp"],
};

/** @returns {string} of the tshark that is installed; empty where none is */
function tsharkVersion() {
  try {
    return (
      execFileSync("tshark", ["--version"], { encoding: "utf8", stdio: "pipe" }).split("\n")[0] ??
      ""
    );
  } catch {
    return "";
  }
}

/**
 * `frame.protocols` of each packet of a capture as tshark has it when it is told; undefined for captures of
 * which there is nothing to tell.
 *
 * @param {import("./captures.mjs").Entry} entry
 * @returns {string[] | undefined}
 */
export function toldProtocols({ file }) {
  const told = TOLD[file];
  if (told === undefined) return undefined;
  const path = CORPUS + file;
  const key = createHash("sha256")
    .update(JSON.stringify([tsharkVersion(), told]))
    .update(readFileSync(path))
    .digest("hex")
    .slice(0, 16);
  const kept = `${CACHE}told-${key}.txt`;
  if (!existsSync(kept)) {
    const rules = told.flatMap((rule) => ["-d", rule]);
    const args = ["-n", "-r", path, ...rules, "-T", "fields", "-e", "frame.protocols"];
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(kept, execFileSync("tshark", args, { maxBuffer: MAX_OUTPUT, stdio: "pipe" }));
  }
  return readFileSync(kept, "utf8").split("\n");
}
