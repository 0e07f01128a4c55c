/**
 * Names of well-known ports: the IANA Service Name and Transport Protocol Port Number Registry, and
 * a few ports above 1024 that common software uses without being registered.
 */

/** `port name` pairs that hold for TCP and UDP alike. */
const BOTH = `
1 tcpmux 7 echo 9 discard 13 daytime 17 qotd 19 chargen 37 time 49 tacacs 53 domain 70 gopher
79 finger 88 kerberos 104 acr-nema 111 sunrpc 113 auth 123 ntp 135 epmap 137 netbios-ns
138 netbios-dgm 139 netbios-ssn 161 snmp 162 snmptrap 177 xdmcp 201 at-rtmp 209 qmtp 264 bgmp
319 ptp-event 320 ptp-general 389 ldap 427 svrloc 443 https 444 snpp 445 microsoft-ds 464 kpasswd
500 isakmp 502 mbap 517 talk 518 ntalk 524 ncp 548 afpovertcp 554 rtsp 593 http-rpc-epmap 601 syslog-conn
623 asf-rmcp 631 ipp 636 ldaps 639 msdp 646 ldp 655 tinc 694 ha-cluster 700 epp 749 kerberos-adm
750 kerberos-iv 853 domain-s 860 iscsi 873 rsync 902 ideafarm-door 989 ftps-data 990 ftps 992 telnets
1080 socks 1099 rmiregistry 1194 openvpn 1214 kazaa 1311 rxmon 1352 lotusnote 1433 ms-sql-s
1434 ms-sql-m 1494 ica 1512 wins 1521 ncube-lm 1645 sightline 1646 sa-msg-port 1701 l2tp 1719 h323gatestat
1720 h323hostcall 1723 pptp 1755 ms-streaming 1812 radius 1813 radius-acct 1883 mqtt 1900 ssdp
1935 macromedia-fcs 1985 hsrp 2000 cisco-sccp 2049 nfs 2086 gnunet 2100 amiganetfs 2123 gtp-control
2152 gtp-user 2181 eforward 2375 docker 2376 docker-s 2379 etcd-client 2380 etcd-server 2401 cvspserver
2404 iec-104 2427 mgcp-gateway 2483 ttc 2484 ttc-ssl 2600 hpstgmgr 2604 nsc-ccs 2628 dict 2638 sybaseanywhere
2727 mgcp-callagent 2775 smpp 2811 gsiftp 2947 gpsd 3050 gds-db 3074 xbox 3205 isns 3260 iscsi-target 3268 msft-gc
3269 msft-gc-ssl 3306 mysql 3389 ms-wbt-server 3478 stun 3493 nut 3544 teredo 3632 distcc 3689 daap
3690 svn 3702 ws-discovery 3784 bfd-control 3785 bfd-echo 3868 diameter 4070 tripe 4333 msql 4353 f5-iquery
4369 epmd 4500 ipsec-nat-t 4569 iax 4662 oms 4730 gearman 4739 ipfix 4840 opcua-tcp 4899 radmin-port
5004 avt-profile-1 5005 avt-profile-2 5060 sip 5061 sips 5190 aol 5222 xmpp-client 5269 xmpp-server
5298 presence 5349 stuns 5350 pcp-multicast 5351 pcp 5353 mdns 5355 llmnr 5357 wsdapi 5432 postgresql
5555 personal-agent 5631 pcanywheredata 5632 pcanywherestat 5671 amqps 5672 amqp 5683 coap 5684 coaps
5900 rfb 5938 teamviewer 5984 couchdb 5985 wsman 5986 wsmans 6000 x11 6343 sflow 6346 gnutella-svc
6379 redis 6443 sun-sr-https 6513 netconf-tls 6514 syslog-tls 6566 sane-port 6665 ircu 6666 ircu 6667 ircu 6668 ircu
6669 ircu 6697 ircs-u 7000 afs3-fileserver 7001 afs3-callback 7070 arcp 7400 rtps-discovery
7680 pando-pub 7687 bolt 8000 irdmi 8008 http-alt 8009 ajp13 8080 http-alt 8086 d-s-n 8088 radan-http
8140 puppet 8333 bitcoin 8443 pcsync-https 8472 otv 8554 rtsp-alt 8600 asterix 8883 secure-mqtt
9000 cslistener 9001 etlservicemgr 9042 cassandra 9090 websm 9092 kafka 9100 pdl-datastream 9101 bacula-dir 9102 bacula-fd
9103 bacula-sd 9150 tor-socks 9200 wap-wsp 9300 vrace 9418 git 9443 tungsten-https 9987 dsp 9993 zerotier
9995 palace-4 9996 palace-5 10000 ndmp 10050 zabbix-agent 10051 zabbix-trapper 10080 amanda 10161 snmptls
10162 snmptls-trap 11211 memcache 11214 memcache 11371 hkp 17500 db-lsp 19132 minecraft-bedrock
20000 dnp 24554 binkp 25565 minecraft 27017 mongodb 28015 rethinkdb 33060 mysqlx 44818 ethernet-ip-2
47808 bacnet 64738 mumble
`;

const TCP = `
11 systat 20 ftp-data 21 ftp 22 ssh 23 telnet 25 smtp 43 nicname 80 http 102 iso-tsap 106 3com-tsmux
109 pop2 110 pop3 115 sftp 119 nntp 143 imap 174 mailq 179 bgp 194 irc 199 smux 210 z39-50 311 asip-webadmin
383 hp-alarm-mgr 465 submissions 512 exec 513 login 514 shell 515 printer 540 uucp 543 klogin
544 kshell 563 nntps 587 submission 591 http-alt 648 rrp 651 ieee-mms 666 doom 674 acap 691 msexch-routing
706 silc 783 spamd 830 netconf-ssh 843 flash-policy 898 sun-manageconsole 911 xact-backup 981 firewall-https 993 imaps 995 pop3s
1025 blackjack 1110 webadmstart 1270 opsmgr 1344 icap 1414 ibm-mqseries 1503 imtc-mcs 1863 msnp 1984 bigbrother
2082 infowave 2083 radsec 2087 eli 2095 nbx-ser 2096 nbx-dir 2222 ssh-alt 2598 citriximaclient
3000 hbci 3128 http-proxy 3299 saprouter 3300 ceph 3310 clamd 3632 distcc 4190 sieve 4443 pharos 4444 krb524 4460 ntske
4567 tram 4949 munin 5000 commplex-main 5001 commplex-link 5044 beats 5050 mmcc 5060 sip 5308 cfengine
5601 kibana 5666 nrpe 5667 nsca 5800 vnc-http 5901 vnc-1 5902 vnc-2 6001 x11-1 6002 x11-2 6789 ceph-mon
6881 bittorrent 6882 bittorrent 6883 bittorrent 6884 bittorrent 6885 bittorrent 6886 bittorrent
6887 bittorrent 6888 bittorrent 6889 bittorrent 7199 cassandra-jmx 7474 neo4j 8001 vcom-tunnel
8005 mxi 8020 intu-ec-svcdisc 8069 odoo 8081 sunproxyadmin 8090 opsmessaging 8091 jamlink 8118 privoxy
8123 home-assistant 8200 trivnet1 8222 vmware-http 8291 winbox 8300 consul 8388 shadowsocks 8444 pcsync-http
8500 consul-http 8728 mikrotik-api 8834 nessus 8888 ddi-tcp-1 8983 solr 9050 tor-socks 9051 tor-control
9091 transmission 9160 cassandra-thrift 9306 sphinxql 9389 adws 9981 tvheadend 15672 rabbitmq-http
16992 amt-soap-http 16993 amt-soap-https 18080 monero 25672 rabbitmq-dist 26379 redis-sentinel
27018 mongodb 27019 mongodb 32400 plex 50000 ibm-db2 50070 hdfs-namenode 61616 activemq
`;

const UDP = `
67 bootps 68 bootpc 69 tftp 80 http 319 ptp-event 512 biff 513 who 514 syslog 520 router 521 ripng
546 dhcpv6-client 547 dhcpv6-server 698 olsr 1027 exosee 1718 h323gatedisc 1967 cisco-ipsla 2055 netflow
2302 halo 2746 fw1-udp-encap 3222 glbp 3455 prsvp 3479 twrpc 3480 plethora 3503 mpls-lsp-echo 4789 vxlan 4790 vxlan-gpe
4791 roce 5246 capwap-control 5247 capwap-data 5554 sgi-esphttp 6081 geneve 6635 mpls-udp 6696 babel 6771 bt-lsd
6881 bt-dht 7777 cbt 9999 distinct 10001 ubiquiti-discovery 12222 lwapp-data 12223 lwapp-control 21027 syncthing
27015 source-engine 30303 ethereum 34980 ethercat 41641 tailscale 51820 wireguard
`;

const SCTP = `
9 discard 20 ftp-data 21 ftp 22 ssh 80 http 179 bgp 443 https 1167 cisco-ipsla 2904 m2ua 2905 m3ua 2944 megaco-h248
2945 h248-binary 3565 m2pa 3863 asap-sctp 3868 diameter 4739 ipfix 5060 sip 5061 sips 5672 amqp 5868 diameters
9082 lcs-ap 14001 sua 29118 sgsap 36412 s1-control 36422 x2-control 38412 ng-control 38422 xn-control
`;

export type ServiceTransport = "tcp" | "udp" | "sctp";

function parseTable(text: string): Map<number, string> {
  const words = text.trim().split(/\s+/);
  const names = new Map<number, string>();
  for (let i = 0; i + 1 < words.length; i += 2) names.set(Number(words[i]), words[i + 1]!);
  return names;
}

const NAMES: Readonly<Record<ServiceTransport, ReadonlyMap<number, string>>> = {
  tcp: new Map([...parseTable(BOTH), ...parseTable(TCP)]),
  udp: new Map([...parseTable(BOTH), ...parseTable(UDP)]),
  sctp: parseTable(SCTP),
};

/** The registered name of a port: `https`, `domain`; undefined for ports without one. */
export function serviceName(transport: ServiceTransport, port: number): string | undefined {
  return NAMES[transport].get(port);
}
