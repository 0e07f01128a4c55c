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

export const URI_PATH: FieldSpec = defineField(
  "http.request.uri.path",
  "string",
  "Request URI Path",
);
export const URI_QUERY: FieldSpec = defineField(
  "http.request.uri.query",
  "string",
  "Request URI Query",
);
export const URI_PARAMETER: FieldSpec = defineField(
  "http.request.uri.query.parameter",
  "string",
  "Request URI Query Parameter",
);
export const STATUS_NAME: FieldSpec = defineField(
  "http.response.code.desc",
  "string",
  "Status Code Description",
);
export const RESPONSE_FOR: FieldSpec = defineField(
  "http.response_for.uri",
  "string",
  "Request URI",
);
export const REQUEST_IN: FieldSpec = defineField(
  "http.request_in",
  "frameNumber",
  "Request in frame",
);
export const TIME: FieldSpec = defineField("http.time", "relativeTime", "Time since request");
export const REQUEST_NUMBER: FieldSpec = defineField(
  "http.request_number",
  "uint32",
  "Request number",
);
export const RESPONSE_NUMBER: FieldSpec = defineField(
  "http.response_number",
  "uint32",
  "Response number",
);
export const CONTENT_LENGTH: FieldSpec = defineField(
  "http.content_length",
  "uint64",
  "Content length",
);
export const COOKIE_PAIR: FieldSpec = defineField("http.cookie_pair", "string", "Cookie pair");
export const CREDENTIALS: FieldSpec = defineField("http.authbasic", "string", "Credentials");
export const FILE_DATA: FieldSpec = defineField("http.file_data", "string", "File Data");
export const CHUNK_SIZE: FieldSpec = defineField("http.chunk_size", "uint32", "Chunk size");
const CHUNK_DATA: FieldSpec = defineField("http.chunk_data", "bytes", "Chunk data");
export const CONNECT_HOST: FieldSpec = defineField(
  "http.proxy_connect_host",
  "string",
  "Proxy-Connect-Hostname",
);
export const CONNECT_PORT: FieldSpec = defineField(
  "http.proxy_connect_port",
  "uint16",
  "Proxy-Connect-Port",
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
    ["http2-settings", "http2_settings", "HTTP2-Settings"],
    ["last-modified", "last_modified", "Last-Modified"],
    ["location", "location", "Location"],
    ["proxy-authenticate", "proxy_authenticate", "Proxy-Authenticate"],
    ["proxy-authorization", "proxy_authorization", "Proxy-Authorization"],
    ["referer", "referer", "Referer"],
    ["sec-websocket-accept", "sec_websocket_accept", "Sec-WebSocket-Accept"],
    ["sec-websocket-extensions", "sec_websocket_extensions", "Sec-WebSocket-Extensions"],
    ["sec-websocket-key", "sec_websocket_key", "Sec-WebSocket-Key"],
    ["sec-websocket-protocol", "sec_websocket_protocol", "Sec-WebSocket-Protocol"],
    ["sec-websocket-version", "sec_websocket_version", "Sec-WebSocket-Version"],
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
  ...[STATUS, PHRASE, REQUEST_LINE, RESPONSE_LINE, URI_PATH, URI_QUERY, URI_PARAMETER],
  ...[STATUS_NAME, RESPONSE_FOR, REQUEST_IN, TIME, REQUEST_NUMBER, RESPONSE_NUMBER],
  ...[CONTENT_LENGTH, COOKIE_PAIR, CREDENTIALS, FILE_DATA, CHUNK_SIZE],
  ...[CHUNK_DATA, CONNECT_HOST, CONNECT_PORT],
  ...HEADERS.values(),
];
