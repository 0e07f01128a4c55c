/** The IP protocol numbers (IANA) that flows treat in a way of their own. */

export const IP_PROTOCOL_ICMP = 1;
export const IP_PROTOCOL_TCP = 6;
export const IP_PROTOCOL_UDP = 17;
export const IP_PROTOCOL_ICMPV6 = 58;
export const IP_PROTOCOL_SCTP = 132;
