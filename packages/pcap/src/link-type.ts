/** LINKTYPE_ values, https://www.tcpdump.org/linktypes.html. */

/** Octets of the largest packet of an ordinary link type; libpcap's MAXIMUM_SNAPLEN. */
export const MAX_PACKET_LENGTH = 262_144;
/** The same for D-Bus, USBPcap and EBHSCR, whose messages are larger; as libpcap and wiretap allow. */
export const MAX_LARGE_PACKET_LENGTH = 134_217_728;

const RAW_IP = 101;
const D_BUS = 231;
const USBPCAP = 249;
const EBHSCR = 279;

/** Largest captured length that is believed; a longer one means that the file is damaged. */
export function maxPacketLength(linkType: number): number {
  return linkType === D_BUS || linkType === USBPCAP || linkType === EBHSCR
    ? MAX_LARGE_PACKET_LENGTH
    : MAX_PACKET_LENGTH;
}

/** Maps the platforms' own numbers of raw IP (DLT 12, and 14 on OpenBSD) to LINKTYPE_RAW. */
export function normalizeLinkType(linkType: number): number {
  return linkType === 12 || linkType === 14 ? RAW_IP : linkType;
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, "BSD loopback"],
  [1, "Ethernet"],
  [3, "AX.25"],
  [6, "Token Ring"],
  [7, "ARCNET"],
  [8, "SLIP"],
  [9, "PPP"],
  [10, "FDDI"],
  [50, "PPP in HDLC framing"],
  [51, "PPPoE"],
  [100, "ATM RFC 1483"],
  [101, "Raw IP"],
  [104, "Cisco HDLC"],
  [105, "IEEE 802.11"],
  [106, "Linux classical IP over ATM"],
  [107, "Frame Relay"],
  [108, "OpenBSD loopback"],
  [109, "OpenBSD IPsec"],
  [113, "Linux cooked v1"],
  [114, "LocalTalk"],
  [117, "OpenBSD pflog"],
  [119, "IEEE 802.11 with Prism header"],
  [122, "IP over Fibre Channel"],
  [123, "SunATM"],
  [127, "IEEE 802.11 with radiotap header"],
  [129, "Linux ARCNET"],
  [130, "Juniper MLPPP"],
  [131, "Juniper MLFR"],
  [132, "Juniper encryption services"],
  [133, "Juniper GGSN"],
  [134, "Juniper MFR"],
  [135, "Juniper ATM2"],
  [136, "Juniper services"],
  [137, "Juniper ATM1"],
  [138, "Apple IP over IEEE 1394"],
  [139, "MTP2 with pseudo-header"],
  [140, "MTP2"],
  [141, "MTP3"],
  [142, "SCCP"],
  [143, "DOCSIS"],
  [144, "Linux IrDA"],
  [163, "IEEE 802.11 with AVS header"],
  [164, "Juniper monitor"],
  [165, "BACnet MS/TP"],
  [166, "PPP with direction"],
  [167, "Juniper PPPoE"],
  [169, "GPRS LLC"],
  [177, "Linux LAPD"],
  [178, "Juniper Ethernet"],
  [179, "Juniper PPP"],
  [180, "Juniper Frame Relay"],
  [181, "Juniper C-HDLC"],
  [182, "Multilink Frame Relay"],
  [183, "Juniper voice"],
  [186, "FreeBSD USB"],
  [187, "Bluetooth HCI H4"],
  [189, "Linux USB"],
  [192, "PPI"],
  [195, "IEEE 802.15.4 with FCS"],
  [197, "ERF"],
  [200, "Juniper secure tunnel"],
  [201, "Bluetooth HCI H4 with direction"],
  [203, "LAPD"],
  [204, "PPP with direction"],
  [205, "Cisco HDLC with direction"],
  [206, "Frame Relay with direction"],
  [215, "IEEE 802.15.4 non-ASK"],
  [220, "Linux USB, padded"],
  [224, "Fibre Channel FC-2"],
  [225, "Fibre Channel FC-2 with delimiters"],
  [226, "Solaris IPNET"],
  [227, "SocketCAN"],
  [228, "Raw IPv4"],
  [229, "Raw IPv6"],
  [230, "IEEE 802.15.4 without FCS"],
  [231, "D-Bus"],
  [235, "DVB-CI"],
  [239, "NFLOG"],
  [240, "netANALYZER"],
  [242, "IP over InfiniBand"],
  [243, "MPEG-2 transport stream"],
  [245, "NFC LLCP"],
  [247, "InfiniBand"],
  [248, "SCTP"],
  [249, "USBPcap"],
  [251, "Bluetooth LE link layer"],
  [253, "Linux netlink"],
  [254, "Bluetooth Linux monitor"],
  [256, "Bluetooth LE link layer with pseudo-header"],
  [258, "Apple PKTAP"],
  [259, "Ethernet passive optical network"],
  [264, "ISO 14443"],
  [266, "macOS USB"],
  [268, "OpenFlow"],
  [269, "SDLC"],
  [271, "vsock monitor"],
  [272, "Nordic Bluetooth LE sniffer"],
  [273, "DOCSIS 3.1 XRA"],
  [274, "Ethernet mPacket"],
  [276, "Linux cooked v2"],
  [278, "OpenVizsla"],
  [279, "EBHSCR"],
  [280, "VPP graph dispatch"],
  [281, "Broadcom switch tag"],
  [282, "Broadcom switch tag, prepended"],
  [283, "IEEE 802.15.4 TAP"],
  [284, "Marvell DSA"],
  [285, "Marvell EDSA"],
  [286, "ELEE"],
  [288, "USB 2.0"],
  [290, "Z-Wave serial"],
]);

/** `"Ethernet"`, `"Linux cooked v1"`; `"LINKTYPE 147"` for one without a name. */
export function linkTypeName(linkType: number): string {
  return NAMES.get(linkType) ?? `LINKTYPE ${linkType}`;
}

/**
 * What is to be said of a capture with packets that nobody can read, because the number of their link type is assigned to
 * nothing that is known here, or to private use; undefined where there are none.
 */
export function unknownLinkTypes(
  interfaces: readonly { readonly linkType: number }[],
): string | undefined {
  const unknown = new Set(interfaces.map(({ linkType }) => linkType));
  for (const linkType of NAMES.keys()) unknown.delete(linkType);
  if (unknown.size === 0) return undefined;
  const types = `Link type ${[...unknown].join(", ")}`;
  return `${types} is unknown: such packets are counted, not decoded. Where you know what they are, editcap -T writes a file that says so.`;
}
