/** Fields of HTTP/1.x messages. */

import { defineField, type FieldSpec } from "../field.ts";

export const HTTP: FieldSpec = defineField("http", "protocol", "Hypertext Transfer Protocol");
export const REQUEST: FieldSpec = defineField("http.request", "boolean", "Request");
export const RESPONSE: FieldSpec = defineField("http.response", "boolean", "Response");
export const METHOD: FieldSpec = defineField("http.request.method", "string", "Request Method");
export const URI: FieldSpec = defineField("http.request.uri", "string", "Request URI");
export const REQUEST_VERSION: FieldSpec = defineField(
  "http.request.version",
  "string",
  "Request Version",
);
export const FULL_URI: FieldSpec = defineField(
  "http.request.full_uri",
  "string",
  "Full request URI",
);
export const RESPONSE_VERSION: FieldSpec = defineField(
  "http.response.version",
  "string",
  "Response Version",
);
export const STATUS: FieldSpec = defineField("http.response.code", "uint16", "Status Code");
export const PHRASE: FieldSpec = defineField("http.response.phrase", "string", "Response Phrase");
export const REQUEST_LINE: FieldSpec = defineField("http.request.line", "string", "Request line");
export const RESPONSE_LINE: FieldSpec = defineField(
  "http.response.line",
  "string",
  "Response line",
);

/** Headers that have a field of their own, by their names in lower case. */
export const HEADERS: ReadonlyMap<string, FieldSpec> = new Map(
  [
    ["accept", "accept", "Accept"],
    ["accept-encoding", "accept_encoding", "Accept Encoding"],
    ["accept-language", "accept_language", "Accept-Language"],
    ["authorization", "authorization", "Authorization"],
    ["cache-control", "cache_control", "Cache-Control"],
    ["connection", "connection", "Connection"],
    ["content-encoding", "content_encoding", "Content-Encoding"],
    ["content-length", "content_length_header", "Content-Length"],
    ["content-type", "content_type", "Content-Type"],
    ["cookie", "cookie", "Cookie"],
    ["date", "date", "Date"],
    ["host", "host", "Host"],
    ["last-modified", "last_modified", "Last-Modified"],
    ["location", "location", "Location"],
    ["proxy-authenticate", "proxy_authenticate", "Proxy-Authenticate"],
    ["proxy-authorization", "proxy_authorization", "Proxy-Authorization"],
    ["referer", "referer", "Referer"],
    ["server", "server", "Server"],
    ["set-cookie", "set_cookie", "Set-Cookie"],
    ["transfer-encoding", "transfer_encoding", "Transfer-Encoding"],
    ["upgrade", "upgrade", "Upgrade"],
    ["user-agent", "user_agent", "User-Agent"],
    ["www-authenticate", "www_authenticate", "WWW-Authenticate"],
    ["x-forwarded-for", "x_forwarded_for", "X-Forwarded-For"],
  ].map(([header, name, description]) => [
    header!,
    defineField(`http.${name}`, "string", description!),
  ]),
);

export const FIELDS: readonly FieldSpec[] = [
  ...[HTTP, REQUEST, RESPONSE, METHOD, URI, REQUEST_VERSION, FULL_URI, RESPONSE_VERSION],
  ...[STATUS, PHRASE, REQUEST_LINE, RESPONSE_LINE],
  ...HEADERS.values(),
];
