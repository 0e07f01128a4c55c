/**
 * The fixed assignment of protocols to the nine colours of the charts.
 *
 * A colour means a protocol family and nothing else, so a name always has the same slot whatever its
 * rank is; a name that is not listed goes to its transport's slot where that is known, else to Other.
 */

export const SLOTS = [
  "HTTPS",
  "QUIC",
  "Local",
  "DNS",
  "ICMP",
  "UDP",
  "TCP",
  "HTTP",
  "Other",
] as const;

/** In stack order, bottom first. */
export type Slot = (typeof SLOTS)[number];

/** CSS variable of each slot, in the order of {@link SLOTS}. */
export const SLOT_VARIABLES: Readonly<Record<Slot, string>> = {
  HTTPS: "--slot-https",
  QUIC: "--slot-quic",
  Local: "--slot-local",
  DNS: "--slot-dns",
  ICMP: "--slot-icmp",
  UDP: "--slot-udp",
  TCP: "--slot-tcp",
  HTTP: "--slot-http",
  Other: "--slot-other",
};

const MEMBERS: Readonly<Record<Slot, readonly string[]>> = {
  HTTPS: [
    "TLS",
    "HTTPS",
    "SSL",
    "DOT",
    "SMTPS",
    "IMAPS",
    "POP3S",
    "LDAPS",
    "FTPS",
    "MQTTS",
    "SIPS",
  ],
  QUIC: ["QUIC", "HTTP/3", "HTTP3"],
  Local: [
    "MDNS",
    "SSDP",
    "LLMNR",
    "DHCP",
    "DHCPV6",
    "BOOTP",
    "NETBIOS",
    "NBNS",
    "NBDS",
    "NETBIOS-NS",
    "NETBIOS-DGM",
    "IGMP",
    "WS-DISCOVERY",
    "BROADCAST",
    "LLDP",
    "CDP",
    "STP",
    "LLC",
    "SNAP",
    "802.3",
  ],
  DNS: ["DNS", "DOH", "DNSCRYPT"],
  ICMP: ["ICMP", "ICMPV6", "ND", "ARP", "RARP"],
  UDP: [
    "UDP",
    "NTP",
    "SNMP",
    "SYSLOG",
    "TFTP",
    "STUN",
    "TURN",
    "RTP",
    "RTCP",
    "WIREGUARD",
    "OPENVPN",
    "ISAKMP",
    "IKE",
    "L2TP",
    "RADIUS",
    "DTLS",
    "COAP",
    "NETFLOW",
    "IPFIX",
    "SFLOW",
    "VXLAN",
    "GENEVE",
    "GTP",
    "BFD",
    "SIP",
    "BACNET",
  ],
  TCP: [
    "TCP",
    "SSH",
    "SMB",
    "SMB2",
    "NBSS",
    "NETBIOS-SSN",
    "RDP",
    "VNC",
    "MYSQL",
    "POSTGRESQL",
    "REDIS",
    "MONGODB",
    "MSSQL",
    "ORACLE",
    "LDAP",
    "KERBEROS",
    "NFS",
    "AFP",
    "ISCSI",
    "MQTT",
    "AMQP",
    "KAFKA",
    "BGP",
    "XMPP",
    "IRC",
    "BITTORRENT",
    "RTSP",
    "RTMP",
    "RSYNC",
    "GIT",
    "MEMCACHED",
    "ELASTICSEARCH",
    "CASSANDRA",
    "PPTP",
    "SOCKS",
    "MODBUS",
    "DICOM",
    "IPP",
    "LPD",
    "SMTP",
    "IMAP",
    "POP3",
  ],
  HTTP: ["HTTP", "FTP", "FTP-DATA", "TELNET", "HTTP-ALT", "HTTP/1", "HTTP/2", "WEBSOCKET"],
  Other: [],
};

const SLOT_OF: ReadonlyMap<string, Slot> = new Map(
  SLOTS.flatMap((slot) => MEMBERS[slot].map((name): [string, Slot] => [name, slot])),
);

/**
 * The slot of a protocol as the decoder names it, or as a row of the packet list does: with a version
 * (`TLSv1.2`), a transport or a body behind a slash, a part behind a hyphen. Letter case does not matter.
 */
export function slotOf(protocol: string): Slot {
  const name = protocol.toUpperCase();
  const [whole = name] = name.split("/");
  const family = whole.replace(/V?\d+(\.\d+)?$/, "");
  const [first = family] = family.split("-");
  for (const candidate of [name, whole, family, first]) {
    const slot = SLOT_OF.get(candidate);
    if (slot !== undefined) return slot;
  }
  return "Other";
}
