/** Types and codes of ICMP (IANA icmp-parameters) and ICMPv6 (IANA icmpv6-parameters). */

export const ICMP_TYPES: Readonly<Record<number, string>> = {
  0: "Echo (ping) reply",
  3: "Destination unreachable",
  4: "Source quench",
  5: "Redirect",
  8: "Echo (ping) request",
  9: "Router advertisement",
  10: "Router solicitation",
  11: "Time-to-live exceeded",
  12: "Parameter problem",
  13: "Timestamp request",
  14: "Timestamp reply",
  15: "Information request",
  16: "Information reply",
  17: "Address mask request",
  18: "Address mask reply",
  40: "Photuris",
  42: "Extended echo request",
  43: "Extended echo reply",
};

const UNREACHABLE: Readonly<Record<number, string>> = {
  0: "Network unreachable",
  1: "Host unreachable",
  2: "Protocol unreachable",
  3: "Port unreachable",
  4: "Fragmentation needed",
  5: "Source route failed",
  6: "Network unknown",
  7: "Host unknown",
  8: "Source host isolated",
  9: "Network administratively prohibited",
  10: "Host administratively prohibited",
  11: "Network unreachable for TOS",
  12: "Host unreachable for TOS",
  13: "Communication administratively filtered",
  14: "Host precedence violation",
  15: "Precedence cutoff in effect",
};

const REDIRECT: Readonly<Record<number, string>> = {
  0: "Redirect for network",
  1: "Redirect for host",
  2: "Redirect for TOS and network",
  3: "Redirect for TOS and host",
};

const EXCEEDED: Readonly<Record<number, string>> = {
  0: "Time to live exceeded in transit",
  1: "Fragment reassembly time exceeded",
};

export function icmpCodeName(type: number, code: number): string | undefined {
  switch (type) {
    case 3:
      return UNREACHABLE[code];
    case 5:
      return REDIRECT[code];
    case 11:
      return EXCEEDED[code];
    default:
      return undefined;
  }
}

export const ICMPV6_TYPES: Readonly<Record<number, string>> = {
  1: "Destination Unreachable",
  2: "Packet Too Big",
  3: "Time Exceeded",
  4: "Parameter Problem",
  128: "Echo (ping) request",
  129: "Echo (ping) reply",
  130: "Multicast Listener Query",
  131: "Multicast Listener Report",
  132: "Multicast Listener Done",
  133: "Router Solicitation",
  134: "Router Advertisement",
  135: "Neighbor Solicitation",
  136: "Neighbor Advertisement",
  137: "Redirect",
  138: "Router Renumbering",
  139: "Node Information Query",
  140: "Node Information Reply",
  141: "Inverse Neighbor Discovery Solicitation",
  142: "Inverse Neighbor Discovery Advertisement",
  143: "Multicast Listener Report Message v2",
  144: "Home Agent Address Discovery Request",
  145: "Home Agent Address Discovery Reply",
  146: "Mobile Prefix Solicitation",
  147: "Mobile Prefix Advertisement",
  148: "Certification Path Solicitation",
  149: "Certification Path Advertisement",
  151: "Multicast Router Advertisement",
  152: "Multicast Router Solicitation",
  153: "Multicast Router Termination",
  155: "RPL Control",
  157: "Duplicate Address Request",
  158: "Duplicate Address Confirmation",
};

const UNREACHABLE_V6: Readonly<Record<number, string>> = {
  0: "no route to destination",
  1: "Administratively prohibited",
  2: "Beyond scope of source address",
  3: "Address unreachable",
  4: "Port unreachable",
  5: "Source address failed ingress/egress policy",
  6: "Reject route to destination",
};

const EXCEEDED_V6: Readonly<Record<number, string>> = {
  0: "hop limit exceeded in transit",
  1: "fragment reassembly time exceeded",
};

const PARAMETER_V6: Readonly<Record<number, string>> = {
  0: "erroneous header field encountered",
  1: "unrecognized Next Header type encountered",
  2: "unrecognized IPv6 option encountered",
};

export function icmpv6CodeName(type: number, code: number): string | undefined {
  switch (type) {
    case 1:
      return UNREACHABLE_V6[code];
    case 3:
      return EXCEEDED_V6[code];
    case 4:
      return PARAMETER_V6[code];
    default:
      return undefined;
  }
}
