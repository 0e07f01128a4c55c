/** Meanings of numbers in SMB 2 and 3, MS-SMB2 §2.2 and MS-FSCC §2.4 and §2.5. */

export const Command = {
  Negotiate: 0,
  SessionSetup: 1,
  Logoff: 2,
  TreeConnect: 3,
  TreeDisconnect: 4,
  Create: 5,
  Close: 6,
  Flush: 7,
  Read: 8,
  Write: 9,
  Lock: 10,
  Ioctl: 11,
  Cancel: 12,
  KeepAlive: 13,
  Find: 14,
  Notify: 15,
  GetInfo: 16,
  SetInfo: 17,
  Break: 18,
} as const;

export const COMMANDS: Readonly<Record<number, string>> = {
  0: "Negotiate Protocol",
  1: "Session Setup",
  2: "Session Logoff",
  3: "Tree Connect",
  4: "Tree Disconnect",
  5: "Create",
  6: "Close",
  7: "Flush",
  8: "Read",
  9: "Write",
  10: "Lock",
  11: "Ioctl",
  12: "Cancel",
  13: "KeepAlive",
  14: "Find",
  15: "Notify",
  16: "GetInfo",
  17: "SetInfo",
  18: "Break",
};

export const DIALECTS: Readonly<Record<number, string>> = {
  514: "SMB 2.0.2",
  528: "SMB 2.1",
  546: "SMB 2.2.2 (deprecated; should be 3.0)",
  548: "SMB 2.2.4 (deprecated; should be 3.0)",
  767: "SMB2 wildcard",
  768: "SMB 3.0",
  770: "SMB 3.0.2",
  784: "SMB 3.1.0 (deprecated; should be 3.1.1)",
  785: "SMB 3.1.1",
};

export const SHARE_TYPES: Readonly<Record<number, string>> = {
  1: "Physical disk",
  2: "Named pipe",
  3: "Printer",
};

export const OPLOCKS: Readonly<Record<number, string>> = {
  0: "No oplock",
  1: "Level2 oplock",
  8: "Exclusive oplock",
  9: "Batch oplock",
  255: "Lease",
};

export const IMPERSONATION: Readonly<Record<number, string>> = {
  0: "Anonymous",
  1: "Identification",
  2: "Impersonation",
  3: "Delegation",
};

export const DISPOSITIONS: Readonly<Record<number, string>> = {
  0: "Supersede (supersede existing file (if it exists))",
  1: "Open (if file exists open it, else fail)",
  2: "Create (if file exists fail, else create it)",
  3: "Open If (if file exists open it, else create it)",
  4: "Overwrite (if file exists overwrite, else fail)",
  5: "Overwrite If (if file exists overwrite, else create it)",
};

export const CREATE_ACTIONS: Readonly<Record<number, string>> = {
  0: "No action taken?",
  1: "The file existed and was opened",
  2: "The file did not exist but was created",
  3: "The file existed and was truncated",
};

export const FIND_LEVELS: Readonly<Record<number, string>> = {
  1: "SMB2_FIND_DIRECTORY_INFO",
  2: "SMB2_FIND_FULL_DIRECTORY_INFO",
  3: "SMB2_FIND_BOTH_DIRECTORY_INFO",
  4: "SMB2_FIND_INDEX_SPECIFIED",
  12: "SMB2_FIND_NAME_INFO",
  37: "SMB2_FIND_ID_BOTH_DIRECTORY_INFO",
  38: "SMB2_FIND_ID_FULL_DIRECTORY_INFO",
  100: "SMB2_FIND_POSIX_INFO",
};

export const InfoClass = { File: 1, FileSystem: 2, Security: 3, Quota: 4 } as const;

export const INFO_CLASSES: Readonly<Record<number, string>> = {
  1: "FILE_INFO",
  2: "FS_INFO",
  3: "SEC_INFO",
  4: "QUOTA_INFO",
};

export const FILE_LEVELS: Readonly<Record<number, string>> = {
  4: "SMB2_FILE_BASIC_INFO",
  5: "SMB2_FILE_STANDARD_INFO",
  6: "SMB2_FILE_INTERNAL_INFO",
  7: "SMB2_FILE_EA_INFO",
  8: "SMB2_FILE_ACCESS_INFO",
  10: "SMB2_FILE_RENAME_INFO",
  13: "SMB2_FILE_DISPOSITION_INFO",
  14: "SMB2_FILE_POSITION_INFO",
  15: "SMB2_FILE_FULL_EA_INFO",
  16: "SMB2_FILE_MODE_INFO",
  17: "SMB2_FILE_ALIGNMENT_INFO",
  18: "SMB2_FILE_ALL_INFO",
  19: "SMB2_FILE_ALLOCATION_INFO",
  20: "SMB2_FILE_ENDOFFILE_INFO",
  21: "SMB2_FILE_ALTERNATE_NAME_INFO",
  22: "SMB2_FILE_STREAM_INFO",
  23: "SMB2_FILE_PIPE_INFO",
  28: "SMB2_FILE_COMPRESSION_INFO",
  34: "SMB2_FILE_NETWORK_OPEN_INFO",
  35: "SMB2_FILE_ATTRIBUTE_TAG_INFO",
  48: "SMB2_FILE_NORMALIZED_NAME_INFO",
  100: "SMB2_FILE_POSIX_INFO",
};

export const FILE_SYSTEM_LEVELS: Readonly<Record<number, string>> = {
  1: "FileFsVolumeInformation",
  2: "FileFsLabelInformation",
  3: "FileFsSizeInformation",
  4: "FileFsDeviceInformation",
  5: "FileFsAttributeInformation",
  6: "FileFsControlInformation",
  7: "FileFsFullSizeInformation",
  8: "FileFsObjectIdInformation",
  9: "FileFsDriverPathInformation",
  10: "FileFsVolumeFlagsInformation",
  11: "FileFsSectorSizeInformation",
};

export const SECURITY_LEVELS: Readonly<Record<number, string>> = { 0: "SMB2_SEC_INFO_00" };
