/** Every application protocol that has a reader, in the order in which their signatures are tried. */

import type { Protocol } from "../protocol.ts";
import { PROTOCOL_COUNT } from "../protocol.ts";
import { AMQP_PROTOCOL } from "./amqp.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { BACNET_PROTOCOL } from "./bacnet.ts";
import { BFD_ECHO_PROTOCOL, BFD_PROTOCOL } from "./bfd.ts";
import { BGP_PROTOCOL } from "./bgp.ts";
import { BITTORRENT_PROTOCOL } from "./bittorrent.ts";
import { BT_DHT_PROTOCOL } from "./bt-dht.ts";
import { CLASSIC_STUN_PROTOCOL } from "./classic-stun.ts";
import { COAP_PROTOCOL } from "./coap.ts";
import { CASSANDRA_PROTOCOL } from "./cql.ts";
import { DCERPC_PROTOCOL } from "./dcerpc.ts";
import { DHCP_PROTOCOL } from "./dhcp-tree.ts";
import { DHCPV6_PROTOCOL } from "./dhcpv6.ts";
import { DNP3_PROTOCOL } from "./dnp3.ts";
import { DNS_PROTOCOL } from "./dns-tree.ts";
import { DOIP_PROTOCOL } from "./doip.ts";
import { DROPBOX_LAN_PROTOCOL } from "./dropbox-lan.ts";
import { DTLS_PROTOCOL } from "./dtls-tree.ts";
import { ENIP_PROTOCOL } from "./enip.ts";
import { FIX_PROTOCOL } from "./fix.ts";
import { FTP_PROTOCOL } from "./ftp.ts";
import { FTP_DATA_PROTOCOL } from "./ftp-data.ts";
import { GIT_PROTOCOL } from "./git.ts";
import { GNUTELLA_PROTOCOL } from "./gnutella.ts";
import { GQUIC_PROTOCOL } from "./gquic-tree.ts";
import { GTP_CONTROL_PROTOCOL } from "./gtp-control.ts";
import { HSRP_PROTOCOL } from "./hsrp.ts";
import { HTTP_PROTOCOL, SSDP_PROTOCOL } from "./http-tree.ts";
import { HTTP2_PROTOCOL } from "./http2.ts";
import { IEC104_PROTOCOL } from "./iec104.ts";
import { IMAP_PROTOCOL } from "./imap.ts";
import { IRC_PROTOCOL } from "./irc.ts";
import { ISAKMP_PROTOCOL } from "./isakmp.ts";
import { KAFKA_PROTOCOL } from "./kafka.ts";
import { KERBEROS_PROTOCOL } from "./kerberos.ts";
import { CLDAP_PROTOCOL, LDAP_PROTOCOL } from "./ldap.ts";
import { LDP_PROTOCOL } from "./ldp.ts";
import { LISP_PROTOCOL } from "./lisp.ts";
import { MEMCACHE_PROTOCOL } from "./memcache.ts";
import { MGCP_PROTOCOL } from "./mgcp.ts";
import { MODBUS_PROTOCOL } from "./modbus.ts";
import { MONGO_PROTOCOL } from "./mongo.ts";
import { MPLS_ECHO_PROTOCOL } from "./mpls-echo.ts";
import { MQTT_PROTOCOL } from "./mqtt.ts";
import { MYSQL_PROTOCOL } from "./mysql.ts";
import { NBDGM_PROTOCOL } from "./nbdgm.ts";
import { NBNS_PROTOCOL } from "./nbns.ts";
import { NBSS_PROTOCOL, SMB_PROTOCOL, SMB2_PROTOCOL } from "./nbss.ts";
import { NCP_PROTOCOL } from "./ncp.ts";
import { NNTP_PROTOCOL } from "./nntp.ts";
import { NTP_PROTOCOL } from "./ntp.ts";
import { OPCUA_PROTOCOL } from "./opcua.ts";
import { OPENFLOW_PROTOCOL } from "./openflow.ts";
import { OPENVPN_PROTOCOL } from "./openvpn.ts";
import { PFCP_PROTOCOL } from "./pfcp.ts";
import { POSTGRES_PROTOCOL } from "./pgsql.ts";
import { POP_PROTOCOL } from "./pop.ts";
import { PPTP_PROTOCOL } from "./pptp.ts";
import { PROXY_PROTOCOL } from "./proxy.ts";
import { PTP_PROTOCOL } from "./ptp.ts";
import { QUIC_PROTOCOL } from "./quic-tree.ts";
import { RADIUS_PROTOCOL } from "./radius.ts";
import { RAKNET_PROTOCOL } from "./raknet.ts";
import { RDP_PROTOCOL } from "./rdp.ts";
import { REDIS_PROTOCOL } from "./resp.ts";
import { RIP_PROTOCOL, RIPNG_PROTOCOL } from "./rip.ts";
import { RLOGIN_PROTOCOL } from "./rlogin.ts";
import { NFS_PROTOCOL, PORTMAP_PROTOCOL, RPC_PROTOCOL } from "./rpc.ts";
import { RTCP_PROTOCOL } from "./rtcp.ts";
import { RTMP_PROTOCOL } from "./rtmp.ts";
import { RTP_PROTOCOL } from "./rtp.ts";
import { RTSP_PROTOCOL } from "./rtsp.ts";
import { RX_PROTOCOL } from "./rx.ts";
import { S7COMM_PROTOCOL } from "./s7comm.ts";
import { SFLOW_PROTOCOL } from "./sflow.ts";
import { SIP_PROTOCOL } from "./sip.ts";
import { SKINNY_PROTOCOL } from "./skinny.ts";
import { SMTP_PROTOCOL } from "./smtp.ts";
import { SNMP_PROTOCOL } from "./snmp.ts";
import { SOCKS_PROTOCOL } from "./socks.ts";
import { SOMEIP_PROTOCOL } from "./someip.ts";
import { SRVLOC_PROTOCOL } from "./srvloc.ts";
import { SSH_PROTOCOL } from "./ssh.ts";
import { STUN_PROTOCOL } from "./stun.ts";
import { SYSLOG_PROTOCOL } from "./syslog.ts";
import { TDS_PROTOCOL } from "./tds.ts";
import { TELNET_PROTOCOL } from "./telnet.ts";
import { TFTP_PROTOCOL } from "./tftp.ts";
import { THRIFT_PROTOCOL } from "./thrift.ts";
import { TLS_PROTOCOL } from "./tls-tree.ts";
import { TNS_PROTOCOL } from "./tns.ts";
import { TPKT_PROTOCOL } from "./tpkt.ts";
import { TPLINK_PROTOCOL } from "./tplink-smarthome.ts";
import { UDPENCAP_PROTOCOL } from "./udpencap.ts";
import { UFTP_PROTOCOL } from "./uftp.ts";
import { UTP_PROTOCOL } from "./utp.ts";
import { VNC_PROTOCOL } from "./vnc.ts";
import { WEBSOCKET_PROTOCOL } from "./websocket.ts";
import { WHOIS_PROTOCOL } from "./whois.ts";
import { WIREGUARD_PROTOCOL } from "./wireguard.ts";
import { WS_DISCOVERY_PROTOCOL } from "./ws-discovery.ts";
import { XMPP_PROTOCOL } from "./xmpp.ts";

export const REGISTRY: readonly ApplicationProtocol[] = [
  DNS_PROTOCOL,
  TLS_PROTOCOL,
  HTTP_PROTOCOL,
  SSDP_PROTOCOL,
  DHCP_PROTOCOL,
  QUIC_PROTOCOL,
  GQUIC_PROTOCOL,
  DTLS_PROTOCOL,
  PROXY_PROTOCOL,
  SSH_PROTOCOL,
  RDP_PROTOCOL,
  TPKT_PROTOCOL,
  BACNET_PROTOCOL,
  GNUTELLA_PROTOCOL,
  MODBUS_PROTOCOL,
  MQTT_PROTOCOL,
  DNP3_PROTOCOL,
  ISAKMP_PROTOCOL,
  OPENVPN_PROTOCOL,
  UDPENCAP_PROTOCOL,
  WIREGUARD_PROTOCOL,
  BFD_PROTOCOL,
  BFD_ECHO_PROTOCOL,
  BGP_PROTOCOL,
  DHCPV6_PROTOCOL,
  HSRP_PROTOCOL,
  GTP_CONTROL_PROTOCOL,
  MPLS_ECHO_PROTOCOL,
  PPTP_PROTOCOL,
  LDP_PROTOCOL,
  LISP_PROTOCOL,
  PTP_PROTOCOL,
  RIP_PROTOCOL,
  RIPNG_PROTOCOL,
  STUN_PROTOCOL,
  CLASSIC_STUN_PROTOCOL,
  NBNS_PROTOCOL,
  NBDGM_PROTOCOL,
  NTP_PROTOCOL,
  DROPBOX_LAN_PROTOCOL,
  SMB2_PROTOCOL,
  SMB_PROTOCOL,
  NBSS_PROTOCOL,
  DCERPC_PROTOCOL,
  FTP_PROTOCOL,
  FTP_DATA_PROTOCOL,
  SMTP_PROTOCOL,
  POP_PROTOCOL,
  IMAP_PROTOCOL,
  IRC_PROTOCOL,
  NNTP_PROTOCOL,
  WHOIS_PROTOCOL,
  S7COMM_PROTOCOL,
  IEC104_PROTOCOL,
  DOIP_PROTOCOL,
  SOMEIP_PROTOCOL,
  TPLINK_PROTOCOL,
  UFTP_PROTOCOL,
  PFCP_PROTOCOL,
  OPCUA_PROTOCOL,
  ENIP_PROTOCOL,
  AMQP_PROTOCOL,
  NFS_PROTOCOL,
  PORTMAP_PROTOCOL,
  RPC_PROTOCOL,
  KERBEROS_PROTOCOL,
  SNMP_PROTOCOL,
  RADIUS_PROTOCOL,
  LDAP_PROTOCOL,
  CLDAP_PROTOCOL,
  XMPP_PROTOCOL,
  RLOGIN_PROTOCOL,
  TELNET_PROTOCOL,
  BT_DHT_PROTOCOL,
  BITTORRENT_PROTOCOL,
  UTP_PROTOCOL,
  RAKNET_PROTOCOL,
  HTTP2_PROTOCOL,
  WEBSOCKET_PROTOCOL,
  FIX_PROTOCOL,
  GIT_PROTOCOL,
  OPENFLOW_PROTOCOL,
  THRIFT_PROTOCOL,
  POSTGRES_PROTOCOL,
  REDIS_PROTOCOL,
  SIP_PROTOCOL,
  RTP_PROTOCOL,
  RTCP_PROTOCOL,
  RTSP_PROTOCOL,
  RTMP_PROTOCOL,
  MGCP_PROTOCOL,
  SKINNY_PROTOCOL,
  MYSQL_PROTOCOL,
  TDS_PROTOCOL,
  TNS_PROTOCOL,
  MEMCACHE_PROTOCOL,
  KAFKA_PROTOCOL,
  CASSANDRA_PROTOCOL,
  MONGO_PROTOCOL,
  NCP_PROTOCOL,
  RX_PROTOCOL,
  SOCKS_PROTOCOL,
  COAP_PROTOCOL,
  SRVLOC_PROTOCOL,
  SYSLOG_PROTOCOL,
  SFLOW_PROTOCOL,
  TFTP_PROTOCOL,
  WS_DISCOVERY_PROTOCOL,
  VNC_PROTOCOL,
];

const BY_PROTOCOL: readonly (ApplicationProtocol | undefined)[] = byProtocol();

function byProtocol(): (ApplicationProtocol | undefined)[] {
  const table = new Array<ApplicationProtocol | undefined>(PROTOCOL_COUNT).fill(undefined);
  for (const entry of REGISTRY) {
    for (const protocol of entry.protocols) table[protocol] = entry;
  }
  return table;
}

/** The reader of `protocol`, undefined where it is only named. */
export function applicationProtocol(protocol: Protocol): ApplicationProtocol | undefined {
  return BY_PROTOCOL[protocol];
}
