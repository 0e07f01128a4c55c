/** What traffic is for, in nDPI's words. */

export const CATEGORIES = [
  "Unspecified",
  "AdultContent",
  "Advertisement",
  "ArtificialIntelligence",
  "Chat",
  "Cloud",
  "Collaborative",
  "ConnCheck",
  "CryptoCurrency",
  "Cybersecurity",
  "Database",
  "Download",
  "Email",
  "FileSharing",
  "Game",
  "IoT-Scada",
  "Media",
  "Mining",
  "Music",
  "Network",
  "Productivity",
  "RemoteAccess",
  "RPC",
  "Shopping",
  "SocialNetwork",
  "SoftwareUpdate",
  "Streaming",
  "System",
  "Video",
  "VirtAssistant",
  "VoIP",
  "VPN",
  "Web",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Protocols of each category, by the names under which they are shown. */
const PROTOCOLS: Readonly<Partial<Record<Category, string>>> = {
  Network:
    "ARP,RARP,DNS,MDNS,LLMNR,DHCP,DHCPv6,ICMP,ICMPv6,IGMP,NBNS,NBDS,SNMP,STUN,BGP,OSPF,RIP,RIPng,EIGRP,PIM,VRRP,HSRP,STP,LLDP,CDP,LACP,LDP,BFD Control,NAT-PMP,sFlow,CFLOW,Socks,CoAP,PPTP,LOOP,MAC control,IS-IS,EAPOL,EAP,RSVP,OpenFlow",
  System:
    "NTP,Syslog,SSDP,WS-Discovery,RADIUS,LDAP,CLDAP,KRB5,PTPv2,WOL,SRVLOC,DIAMETER,WHOIS,DB-LSP-DISC,SMB,SMB2,NBSS,Portmap,TFTP",
  Web: "HTTP,HTTP2,TLS,QUIC,GQUIC,WebSocket,DTLS",
  Email: "SMTP,POP,IMAP",
  RemoteAccess: "SSH,TELNET,RDP,VNC,X11,Rlogin",
  Download: "FTP,FTP-DATA,RSYNC,NNTP,Git",
  FileSharing: "BitTorrent,BT-DHT,BT-uTP,Gnutella,NFS",
  VoIP: "SIP,H.225,MGCP,SKINNY,RTP,RTCP",
  Media: "RTSP,RTMP",
  Chat: "IRC,XMPP",
  VPN: "WireGuard,OpenVPN,ESP,AH,ISAKMP,UDPENCAP,L2TP,GRE,Teredo",
  Database: "PGSQL,MySQL,RESP,MONGO,MEMCACHE,TNS,TDS,CQL",
  RPC: "AMQP,MQTT,Kafka,RPC,DCERPC,Thrift",
  "IoT-Scada":
    "Modbus,DNP3,BACnet,S7COMM,OpcUa,ENIP,IEC 60870-5-104,PROFINET,EtherCAT,DoIP,SOME/IP,CAN,TPKT",
};

const BY_PROTOCOL: ReadonlyMap<string, Category> = byProtocol();

function byProtocol(): Map<string, Category> {
  const categories = new Map<string, Category>();
  for (const [category, names] of Object.entries(PROTOCOLS)) {
    for (const name of names.split(",")) categories.set(name, category as Category);
  }
  return categories;
}

/** Category of a protocol by its name in lists; `Unspecified` for those that say nothing of their use. */
export function protocolCategory(name: string): Category {
  return BY_PROTOCOL.get(name) ?? "Unspecified";
}
