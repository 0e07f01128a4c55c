/** Media types (RFC 6838) and the layer that the body of each is read as. */

/** How a body is read. */
export type MediaKind =
  | "text"
  | "json"
  | "xml"
  | "form"
  | "multipart"
  | "mail"
  | "session"
  | "http"
  | "gif"
  | "jpeg"
  | "png"
  | "ocsp-request"
  | "ocsp-response"
  | "octets"
  | "media";

export interface MediaType {
  /** In lower case, without parameters: `text/html`. Empty where the sender gave none. */
  readonly name: string;
  /** What stands behind the first semicolon, as sent. */
  readonly parameters: string;
}

const KINDS: Readonly<Record<string, MediaKind>> = {
  "text/plain": "text",
  "text/html": "text",
  "text/css": "text",
  "text/javascript": "text",
  "text/richtext": "text",
  "text/enriched": "text",
  "text/parameters": "text",
  "text/xml-external-parsed-entity": "text",
  "application/x-javascript": "text",
  "application/x-ns-proxy-autoconfig": "text",
  "application/x-tia-p25-issi": "text",
  "application/x-tia-p25-sndcp": "text",
  "application/json": "json",
  "application/json-rpc": "json",
  "application/jsonrequest": "json",
  "application/problem+json": "json",
  "application/dds-web+json": "json",
  "application/x-www-form-urlencoded": "form",
  "application/octet-stream": "octets",
  "application/sdp": "session",
  "application/ocsp-request": "ocsp-request",
  "application/ocsp-response": "ocsp-response",
  "message/rfc822": "mail",
  "message/http": "http",
  "image/gif": "gif",
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/jpg": "jpeg",
  "image/jfif": "jpeg",
};

/** Types of XML documents; other types that end in `+xml` are media. */
const XML_TYPES: ReadonlySet<string> = new Set([
  "text/xml",
  "text/vnd.wap.wml",
  "text/vnd.wap.si",
  "text/vnd.wap.sl",
  "text/vnd.wap.co",
  "text/vnd.wap.emn",
  "application/3gpp-ims+xml",
  "application/atom+xml",
  "application/auth-policy+xml",
  "application/ccmp+xml",
  "application/conference-info+xml",
  "application/cpim-pidf+xml",
  "application/cpl+xml",
  "application/dds-web+xml",
  "application/im-iscomposing+xml",
  "application/load-control+xml",
  "application/mathml+xml",
  "application/media_control+xml",
  "application/note+xml",
  "application/pidf+xml",
  "application/pidf-diff+xml",
  "application/poc-settings+xml",
  "application/rdf+xml",
  "application/reginfo+xml",
  "application/resource-lists+xml",
  "application/rlmi+xml",
  "application/rls-services+xml",
  "application/rss+xml",
  "application/rs-metadata+xml",
  "application/smil",
  "application/simple-filter+xml",
  "application/simple-message-summary+xml",
  "application/soap+xml",
  "application/watcherinfo+xml",
  "application/xcap-el+xml",
  "application/xcap-error+xml",
  "application/xml",
  "application/xml-dtd",
  "application/xpidf+xml",
  "application/xslt+xml",
  "application/x-crd+xml",
  "application/x-wms-logconnectstats",
  "application/x-wms-logplaystats",
  "application/x-wms-sendevent",
  "image/svg+xml",
  "message/imdn+xml",
]);

/** The value of a Content-Type header, taken apart. */
export function parseMediaType(value: string): MediaType {
  const semicolon = value.indexOf(";");
  const name = semicolon < 0 ? value : value.slice(0, semicolon);
  return {
    name: name.trim().toLowerCase(),
    parameters: semicolon < 0 ? "" : value.slice(semicolon + 1).trim(),
  };
}

export function mediaKind(name: string): MediaKind {
  if (XML_TYPES.has(name)) return "xml";
  if (name.startsWith("multipart/")) return "multipart";
  return KINDS[name] ?? (name === "" ? "octets" : "media");
}

/** The value of a parameter, quotes removed; undefined where it is absent. */
export function mediaParameter(type: MediaType, name: string): string | undefined {
  for (const part of type.parameters.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 0 || part.slice(0, equals).trim().toLowerCase() !== name) continue;
    return part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}
