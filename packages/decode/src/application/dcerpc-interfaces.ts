/**
 * Interfaces of DCE/RPC that are known by name, with the names of their operations by number.
 *
 * Identifiers and operations are those of MS-LSAD, MS-SAMR, MS-SRVS, MS-WKST, MS-SCMR, MS-NRPC, MS-RRP, MS-RPRN,
 * MS-DRSR, MS-OXCRPC, MS-OXNSPI, MS-DSSP, MS-TSCH, MS-EVEN, MS-RSP, MS-DCOM, MS-SWN and C706 appendix O;
 * a dash stands for a number without a name.
 */

export interface DcerpcInterface {
  /** As the packet list names it. */
  readonly name: string;
  /** As bindings name it where that differs. */
  readonly title: string;
  readonly operations: readonly string[];
}

function define(name: string, operations: string, title: string = name): DcerpcInterface {
  return { name, title, operations: operations.trim().split(/\s+/) };
}

export const INTERFACES: ReadonlyMap<string, DcerpcInterface> = new Map([
  [
    "e1af8308-5d1f-11c9-91a4-08002b14a0fa",
    define(
      "EPM",
      `
      Insert Delete Lookup Map LookupHandleFree InqObject MgmtDelete`,
      "EPMv4",
    ),
  ],
  [
    "afa8bd80-7d8a-11c9-bef4-08002b102989",
    define(
      "MGMT",
      `
      rpc__mgmt_inq_if_ids rpc__mgmt_inq_stats rpc__mgmt_is_server_listening
      rpc__mgmt_stop_server_listening rpc__mgmt_inq_princ_name`,
    ),
  ],
  [
    "12345778-1234-abcd-ef00-0123456789ab",
    define(
      "LSARPC",
      `
      lsa_Close lsa_Delete lsa_EnumPrivs lsa_QuerySecurity lsa_SetSecObj lsa_ChangePassword
      lsa_OpenPolicy lsa_QueryInfoPolicy lsa_SetInfoPolicy lsa_ClearAuditLog lsa_CreateAccount
      lsa_EnumAccounts lsa_CreateTrustedDomain lsa_EnumTrustDom lsa_LookupNames lsa_LookupSids
      lsa_CreateSecret lsa_OpenAccount lsa_EnumPrivsAccount lsa_AddPrivilegesToAccount
      lsa_RemovePrivilegesFromAccount lsa_GetQuotasForAccount lsa_SetQuotasForAccount
      lsa_GetSystemAccessAccount lsa_SetSystemAccessAccount lsa_OpenTrustedDomain
      lsa_QueryTrustedDomainInfo lsa_SetInformationTrustedDomain lsa_OpenSecret lsa_SetSecret
      lsa_QuerySecret lsa_LookupPrivValue lsa_LookupPrivName lsa_LookupPrivDisplayName
      lsa_DeleteObject lsa_EnumAccountsWithUserRight lsa_EnumAccountRights lsa_AddAccountRights
      lsa_RemoveAccountRights lsa_QueryTrustedDomainInfoBySid lsa_SetTrustedDomainInfo
      lsa_DeleteTrustedDomain lsa_StorePrivateData lsa_RetrievePrivateData lsa_OpenPolicy2
      lsa_GetUserName lsa_QueryInfoPolicy2 lsa_SetInfoPolicy2 lsa_QueryTrustedDomainInfoByName
      lsa_SetTrustedDomainInfoByName lsa_EnumTrustedDomainsEx lsa_CreateTrustedDomainEx
      lsa_CloseTrustedDomainEx lsa_QueryDomainInformationPolicy lsa_SetDomainInformationPolicy
      lsa_OpenTrustedDomainByName lsa_TestCall lsa_LookupSids2 lsa_LookupNames2
      lsa_CreateTrustedDomainEx2 lsa_CREDRWRITE lsa_CREDRREAD lsa_CREDRENUMERATE
      lsa_CREDRWRITEDOMAINCREDENTIALS lsa_CREDRREADDOMAINCREDENTIALS lsa_CREDRDELETE
      lsa_CREDRGETTARGETINFO lsa_CREDRPROFILELOADED lsa_LookupNames3 lsa_CREDRGETSESSIONTYPES
      lsa_LSARREGISTERAUDITEVENT lsa_LSARGENAUDITEVENT lsa_LSARUNREGISTERAUDITEVENT
      lsa_lsaRQueryForestTrustInformation lsa_LSARSETFORESTTRUSTINFORMATION lsa_CREDRRENAME
      lsa_LookupSids3 lsa_LookupNames4 lsa_LSAROPENPOLICYSCE
      lsa_LSARADTREGISTERSECURITYEVENTSOURCE lsa_LSARADTUNREGISTERSECURITYEVENTSOURCE
      lsa_LSARADTREPORTSECURITYEVENT`,
    ),
  ],
  [
    "12345778-1234-abcd-ef00-0123456789ac",
    define(
      "SAMR",
      `
      Connect Close SetSecurity QuerySecurity Shutdown LookupDomain EnumDomains OpenDomain
      QueryDomainInfo SetDomainInfo CreateDomainGroup EnumDomainGroups CreateUser EnumDomainUsers
      CreateDomAlias EnumDomainAliases GetAliasMembership LookupNames LookupRids OpenGroup
      QueryGroupInfo SetGroupInfo AddGroupMember DeleteDomainGroup DeleteGroupMember
      QueryGroupMember SetMemberAttributesOfGroup OpenAlias QueryAliasInfo SetAliasInfo
      DeleteDomAlias AddAliasMember DeleteAliasMember GetMembersInAlias OpenUser DeleteUser
      QueryUserInfo SetUserInfo ChangePasswordUser GetGroupsForUser QueryDisplayInfo
      GetDisplayEnumerationIndex TestPrivateFunctionsDomain TestPrivateFunctionsUser GetUserPwInfo
      RemoveMemberFromForeignDomain QueryDomainInfo2 QueryUserInfo2 QueryDisplayInfo2
      GetDisplayEnumerationIndex2 CreateUser2 QueryDisplayInfo3 AddMultipleMembersToAlias
      RemoveMultipleMembersFromAlias OemChangePasswordUser2 ChangePasswordUser2 GetDomPwInfo
      Connect2 SetUserInfo2 SetBootKeyInformation GetBootKeyInformation Connect3 Connect4
      ChangePasswordUser3 Connect5 RidToSid SetDsrmPassword ValidatePassword`,
    ),
  ],
  [
    "4b324fc8-1670-01d3-1278-5a47bf6ee188",
    define(
      "SRVSVC",
      `
      NetCharDevEnum NetCharDevGetInfo NetCharDevControl NetCharDevQEnum NetCharDevQGetInfo
      NetCharDevQSetInfo NetCharDevQPurge NetCharDevQPurgeSelf NetConnEnum NetFileEnum
      NetFileGetInfo NetFileClose NetSessEnum NetSessDel NetShareAdd NetShareEnumAll
      NetShareGetInfo NetShareSetInfo NetShareDel NetShareDelSticky NetShareCheck NetSrvGetInfo
      NetSrvSetInfo NetDiskEnum NetServerStatisticsGet NetTransportAdd NetTransportEnum
      NetTransportDel NetRemoteTOD NetSetServiceBits NetPathType NetPathCanonicalize
      NetPathCompare NetNameValidate NETRPRNAMECANONICALIZE NetPRNameCompare NetShareEnum
      NetShareDelStart NetShareDelCommit NetGetFileSecurity NetSetFileSecurity
      NetServerTransportAddEx NetServerSetServiceBitsEx NETRDFSGETVERSION
      NETRDFSCREATELOCALPARTITION NETRDFSDELETELOCALPARTITION NETRDFSSETLOCALVOLUMESTATE
      NETRDFSSETSERVERINFO NETRDFSCREATEEXITPOINT NETRDFSDELETEEXITPOINT NETRDFSMODIFYPREFIX
      NETRDFSFIXLOCALVOLUME NETRDFSMANAGERREPORTSITEINFO NETRSERVERTRANSPORTDELEX`,
    ),
  ],
  [
    "6bffd098-a112-3610-9833-46c3f87e345a",
    define(
      "WKSSVC",
      `
      NetWkstaGetInfo NetWkstaSetInfo NetWkstaEnumUsers NetrWkstaUserGetInfo NetrWkstaUserSetInfo
      NetWkstaTransportEnum NetrWkstaTransportAdd NetrWkstaTransportDel NetrUseAdd NetrUseGetInfo
      NetrUseDel NetrUseEnum NetrMessageBufferSend NetrWorkstationStatisticsGet
      NetrLogonDomainNameAdd NetrLogonDomainNameDel NetrJoinDomain NetrUnjoinDomain
      NetrRenameMachineInDomain NetrValidateName NetrGetJoinInformation NetrGetJoinableOus
      NetrJoinDomain2 NetrUnjoinDomain2 NetrRenameMachineInDomain2 NetrValidateName2
      NetrGetJoinableOus2 NetrAddAlternateComputerName NetrRemoveAlternateComputerName
      NetrSetPrimaryComputername NetrEnumerateComputerNames`,
    ),
  ],
  [
    "367abb81-9844-35f1-ad32-98f038001003",
    define(
      "SVCCTL",
      `
      CloseServiceHandle ControlService DeleteService LockServiceDatabase
      QueryServiceObjectSecurity SetServiceObjectSecurity QueryServiceStatus SetServiceStatus
      UnlockServiceDatabase NotifyBootConfigStatus ScSetServiceBitsW ChangeServiceConfigW
      CreateServiceW EnumDependentServicesW EnumServicesStatusW OpenSCManagerW OpenServiceW
      QueryServiceConfigW QueryServiceLockStatusW StartServiceW GetServiceDisplayNameW
      GetServiceKeyNameW ScSetServiceBitsA ChangeServiceConfigA CreateServiceA
      EnumDependentServicesA EnumServicesStatusA OpenSCManagerA OpenServiceA QueryServiceConfigA
      QueryServiceLockStatusA StartServiceA GetServiceDisplayNameA GetServiceKeyNameA
      ScGetCurrentGroupStateW EnumServiceGroupW ChangeServiceConfig2A ChangeServiceConfig2W
      QueryServiceConfig2A QueryServiceConfig2W QueryServiceStatusEx EnumServicesStatusExA
      EnumServicesStatusExW ScSendTSMessage`,
    ),
  ],
  [
    "12345678-1234-abcd-ef00-01234567cffb",
    define(
      "RPC_NETLOGON",
      `
      NetrLogonUasLogon NetrLogonUasLogoff NetrLogonSamLogon NetrLogonSamLogoff
      NetrServerReqChallenge NetrServerAuthenticate NetrServerPasswordSet NetrDatabaseDeltas
      NetrDatabaseSync NetrAccountDeltas NetrAccountSync NetrGetDCName NetrLogonControl
      NetrGetAnyDCName NetrLogonControl2 NetrServerAuthenticate2 NetrDatabaseSync2
      NetrDatabaseRedo NetrLogonControl2Ex NetrEnumerateTrustedDomains DsrGetDcName
      NetrLogonDummyRoutine1 NetrLogonSetServiceBits NetrLogonGetTrustRid
      NetrLogonComputeServerDigest NetrLogonComputeClientDigest NetrServerAuthenticate3
      DsrGetDcNameEx DsrGetSiteName NetrLogonGetDomainInfo NetrServerPasswordSet2
      NetrServerPasswordGet NetrLogonSendToSam DsrAddressToSiteNamesW DsrGetDcNameEx2
      NetrLogonGetTimeServiceParentDomain NetrEnumerateTrustedDomainsEx DsrAddressToSiteNamesExW
      DsrGetDcSiteCoverageW NetrLogonSamLogonEx DsrEnumerateDomainTrusts
      DsrDeregisterDnsHostRecords NetrServerTrustPasswordsGet DsrGetForestTrustInformation
      NetrGetForestTrustInformation NetrLogonSamLogonWithFlags NetrServerGetTrustInfo`,
    ),
  ],
  [
    "338cd001-2244-31f1-aaaa-900038001003",
    define(
      "WINREG",
      `
      OpenHKCR OpenHKCU OpenHKLM OpenHKPD OpenHKU CloseKey CreateKey DeleteKey DeleteValue EnumKey
      EnumValue FlushKey GetKeySecurity LoadKey NotifyChangeKeyValue OpenKey QueryInfoKey
      QueryValue ReplaceKey RestoreKey SaveKey SetKeySecurity SetValue UnLoadKey
      InitiateSystemShutdown AbortSystemShutdown GetVersion OpenHKCC OpenHKDD QueryMultipleValues
      InitiateSystemShutdownEx SaveKeyEx OpenHKPT OpenHKPN QueryMultipleValues2 DeleteKeyEx`,
    ),
  ],
  [
    "12345678-1234-abcd-ef00-0123456789ab",
    define(
      "SPOOLSS",
      `
      EnumPrinters OpenPrinter SetJob GetJob EnumJobs AddPrinter DeletePrinter SetPrinter
      GetPrinter AddPrinterDriver EnumPrinterDrivers GetPrinterDriver GetPrinterDriverDirectory
      DeletePrinterDriver AddPrintProcessor EnumPrintProcessor GetPrintProcessorDirectory
      StartDocPrinter StartPagePrinter WritePrinter EndPagePrinter AbortPrinter ReadPrinter
      EndDocPrinter AddJob ScheduleJob GetPrinterData SetPrinterData WaitForPrinterChange
      ClosePrinter AddForm DeleteForm GetForm SetForm EnumForms EnumPorts EnumMonitors AddPort
      ConfigurePort DeletePort CreatePrinterIC PlayDiscriptOnPrinterIC DeletePrinterIC
      AddPrinterConnection DeletePrinterConnection PrinterMessageBox AddMonitor DeleteMonitor
      DeletePrintProcessor AddPrintProvider DeletePrintProvider EnumPrintProcDataTypes
      ResetPrinter GetPrinterDriver2 FindFirstPrinterChangeNotification
      FindNextPrinterChangeNotification FCPN RouterFindFirstPrinterNotificationOld
      ReplyOpenPrinter RouterReplyPrinter ReplyClosePrinter AddPortEx
      RemoteFindFirstPrinterChangeNotification SpoolerInit ResetPrinterEx RFFPCNEX RRPCN RFNPCNEX
      - OpenPrinterEx AddPrinterEx - EnumPrinterData DeletePrinterData - - - SetPrinterDataEx
      GetPrinterDataEx EnumPrinterDataEx EnumPrinterKey DeletePrinterDataEx - -
      DeletePrinterDriverEx - - - - AddPrinterDriverEx - - - - - - - - - - - -
      GetCorePrinterDrivers - GetPrinterDriverPackagePath`,
    ),
  ],
  [
    "e3514235-4b06-11d1-ab04-00c04fc2dcd2",
    define(
      "DRSUAPI",
      `
      DsBind DsUnbind DsReplicaSync DsGetNCChanges DsReplicaUpdateRefs DRSUAPI_REPLICA_ADD
      DRSUAPI_REPLICA_DEL DRSUAPI_REPLICA_MODIFY DRSUAPI_VERIFY_NAMES DRSUAPI_GET_MEMBERSHIPS
      DRSUAPI_INTER_DOMAIN_MOVE DRSUAPI_GET_NT4_CHANGELOG DsCrackNames DsWriteAccountSpn
      DRSUAPI_REMOVE_DS_SERVER DRSUAPI_REMOVE_DS_DOMAIN DsGetDomainControllerInfo DsAddEntry
      DRSUAPI_EXECUTE_KCC DsReplicaGetInfo DRSUAPI_ADD_SID_HISTORY DRSUAPI_GET_MEMBERSHIPS2
      DRSUAPI_REPLICA_VERIFY_OBJECTS DRSUAPI_GET_OBJECT_EXISTENCE DRSUAPI_QUERY_SITES_BY_COST`,
    ),
  ],
  [
    "a4f1db00-ca47-1067-b31f-00dd010662da",
    define(
      "MAPI",
      `
      EcDoConnect EcDoDisconnect EcDoRpc EcGetMoreRpc EcRRegisterPushNotification
      EcRUnregisterPushNotification EcDummyRpc EcRGetDCName EcRNetGetDCName EcDoRpcExt`,
    ),
  ],
  [
    "f5cc5a18-4264-101a-8c59-08002b2f8426",
    define(
      "NSPI",
      `
      NspiBind NspiUnbind NspiUpdateStat NspiQueryRows NspiSeekEntries NspiGetMatches
      NspiResortRestriction NspiDNToEph NspiGetPropList NspiGetProps NspiCompareDNTs NspiModProps
      NspiGetHierarchyInfo NspiGetTemplateInfo NspiModLInkAtt NspiDeleteEntries NspiQueryColumns
      NspiGetNamesFromIDs NspiGetIDsFromNames NspiResolveNames NspiResolveNamesW`,
    ),
  ],
  [
    "885d85fb-c754-4062-a0e7-6872ce0064f4",
    define(
      "MDSSVC",
      `
      open unknown1 cmd close`,
    ),
  ],
  [
    "3919286a-b10c-11d0-9ba8-00c04fd92ef5",
    define(
      "DSSETUP",
      `
      DsRoleGetPrimaryDomainInformation DsRoleDnsNameToFlatName DsRoleDcAsDc DsRoleDcAsReplica
      DsRoleDemoteDc DsRoleGetDcOperationProgress DsRoleGetDcOperationResults DsRoleCancel
      DsRoleServerSaveStateForUpgrade DsRoleUpgradeDownlevelServer
      DsRoleAbortDownlevelServerUpgrade`,
    ),
  ],
  [
    "1ff70682-0a51-30e8-076d-740be8cee98b",
    define(
      "ATSVC",
      `
      JobAdd JobDel JobEnum JobGetInfo`,
    ),
  ],
  [
    "82273fdc-e32a-18c3-3f78-827929dc23ea",
    define(
      "EVENTLOG",
      `
      ClearEventLogW BackupEventLogW CloseEventLog DeregisterEventSource GetNumRecords
      GetOldestRecord ChangeNotify OpenEventLogW RegisterEventSourceW OpenBackupEventLogW
      ReadEventLogW ReportEventW ClearEventLogA BackupEventLogA OpenEventLogA RegisterEventSourceA
      OpenBackupEventLogA ReadEventLogA ReportEventA RegisterClusterSvc DeregisterClusterSvc
      WriteClusterEvents GetLogIntormation FlushEventLog`,
    ),
  ],
  [
    "894de0c0-0d55-11d3-a322-00c04fa321a1",
    define(
      "INITSHUTDOWN",
      `
      Init Abort InitEx`,
    ),
  ],
  [
    "000001a0-0000-0000-c000-000000000046",
    define(
      "ISystemActivator",
      `
      QueryInterfaceIRemoteSCMActivator AddRefIRemoteISCMActivator ReleaseIRemoteISCMActivator
      RemoteGetClassObject RemoteCreateInstance`,
    ),
  ],
  [
    "99fcfec4-5260-101b-bbcb-00aa0021347a",
    define(
      "IOXIDResolver",
      `
      ResolveOxid SimplePing ComplexPing ServerAlive ResolveOxid2 ServerAlive2`,
    ),
  ],
  [
    "4d9f4ab8-7d1c-11cf-861e-0020af6e7c57",
    define(
      "REMACT",
      `
      RemoteActivation`,
    ),
  ],
  [
    "6bffd098-a112-3610-9833-012892020162",
    define(
      "RPC_BROWSER",
      `
      BrowserrServerEnum BrowserrDebugCall BrowserrQueryOtherDomains BrowserrResetNetlogonState
      BrowserrDebugTrace BrowserrQueryStatistics BrowserrResetStatistics
      NetrBrowserStatisticsClear NetrBrowserStatisticsGet BrowserrSetNetlogonState
      BrowserrQueryEmulatedDomains BrowserrServerEnumEx`,
    ),
  ],
  [
    "ccd8c074-d0e5-4a40-92b4-d074faa6ba28",
    define(
      "WITNESS",
      `
      GetInterfaceList Register UnRegister AsyncNotify RegisterEx`,
    ),
  ],
]);
