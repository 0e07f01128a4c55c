/**
 * Link types of Linux interfaces: ARPHRD_ values of `include/uapi/linux/if_arp.h` to LINKTYPE_ values
 * of https://www.tcpdump.org/linktypes.html, as far as a raw packet socket shows their frames whole.
 */

export const LINKTYPE_ETHERNET = 1;
const LINKTYPE_RAW = 101;
const LINKTYPE_IEEE802_11 = 105;
const LINKTYPE_IEEE802_11_RADIOTAP = 127;

const ARPHRD_ETHER = 1;
const ARPHRD_RAWIP = 519;
const ARPHRD_TUNNEL = 768;
const ARPHRD_TUNNEL6 = 769;
export const ARPHRD_LOOPBACK = 772;
const ARPHRD_SIT = 776;
const ARPHRD_IEEE80211 = 801;
const ARPHRD_IEEE80211_RADIOTAP = 803;
const ARPHRD_NONE = 65534;

/**
 * LINKTYPE_ value of an interface, or undefined where a raw socket gives frames without a link
 * header that says what follows (PPP, GRE, Infiniband …): libpcap's cooked mode reads those.
 */
export function ringLinkType(hardwareType: number): number | undefined {
  switch (hardwareType) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK:
      return LINKTYPE_ETHERNET;
    case ARPHRD_NONE:
    case ARPHRD_RAWIP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
      return LINKTYPE_RAW;
    case ARPHRD_IEEE80211:
      return LINKTYPE_IEEE802_11;
    case ARPHRD_IEEE80211_RADIOTAP:
      return LINKTYPE_IEEE802_11_RADIOTAP;
    default:
      return undefined;
  }
}

/** LINKTYPE_ of a DLT_ value as `pcap_datalink` returns it; they differ for raw IP only. */
export function linkTypeOfDlt(dlt: number): number {
  const DLT_RAW = 12;
  const DLT_RAW_OPENBSD = 14;
  return dlt === DLT_RAW || dlt === DLT_RAW_OPENBSD ? LINKTYPE_RAW : dlt;
}
