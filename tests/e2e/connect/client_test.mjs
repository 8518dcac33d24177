// The Connect protocol's reference client against our server: both encodings, POST and GET,
// packed and not, every code, deadlines, and a client that leaves.
//
//   node client_test.mjs <connect_server> <folder with node_modules and gen>
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { check, finish, startProgram } from "../harness.mjs";

const [, , serverProgram, folder] = process.argv;
const require = createRequire(path.join(path.resolve(folder), "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const generated = (name) =>
  import(pathToFileURL(path.join(path.resolve(folder), "gen/cledi/community/v1", name)));

const { Code, ConnectError, createClient } = await load("@connectrpc/connect");
const { compressionGzip, createConnectTransport } = await load("@connectrpc/connect-node");
const { DraftService } = await generated("draft_service_pb.js");
const { InvalidFieldsSchema } = await generated("field_problem_pb.js");

const server = await startProgram(serverProgram);
const address = server.greeting;
const draftService = "/cledi.community.v1.DraftService";

/** A client for each way in which calls can travel. */
function clients() {
  const ways = [];
  for (const useBinaryFormat of [false, true]) {
    for (const useHttpGet of [false, true]) {
      for (const sendCompression of [null, compressionGzip]) {
        const name = [useBinaryFormat ? "proto" : "json", useHttpGet ? "GET" : "POST",
          sendCompression ? "gzip" : "plain"].join(" ");
        const transport = createConnectTransport({
          baseUrl: address, httpVersion: "1.1", useBinaryFormat, useHttpGet, sendCompression,
          compressMinBytes: 0,
        });
        ways.push({ name, client: createClient(DraftService, transport) });
      }
    }
  }
  return ways;
}

/** What a call fails with. */
async function errorOf(call) {
  try {
    await call;
  } catch (error) {
    return ConnectError.from(error);
  }
  return undefined;
}

for (const { name, client } of clients()) {
  for (const key of ["k", "ı č ñ \u0000 \"\\ 🍕", "x".repeat(5000)]) {
    const { draft } = await client.getDraft({ key });
    check(`${name}: a key of ${key.length} comes back`, draft?.key === key);
  }
  for (let code = 1; code <= 16; code += 1) {
    for (const call of [client.getDraft, client.deleteDraft]) {
      const error = await errorOf(call({ key: `fail.${code}` }));
      check(`${name}: code ${Code[code]}`, error?.code === code, String(error));
      const ours = code === Code.Internal || code === Code.Unknown;
      check(`${name}: the text of ${Code[code]}`,
        ours || error?.rawMessage === "è \"wrong\" <b>\n", error?.rawMessage);
      const details = error?.findDetails(InvalidFieldsSchema) ?? [];
      check(`${name}: the detail of ${Code[code]}`,
        ours || details[0]?.problems[0]?.field === "draft.key");
    }
  }
  const late = await errorOf(client.listDrafts({}, { timeoutMs: 50 }));
  check(`${name}: a deadline`, late?.code === Code.DeadlineExceeded, String(late));
}

const plain = clients()[0].client;
const withToken = await plain.getDraft({ key: "k" }, { headers: { Authorization: "Bearer ada" } });
check("a token says who calls", withToken.draft?.title === "ada");
const unknown = await errorOf(plain.saveDraft({}));
check("a method without a handler", unknown?.code === Code.Unimplemented, String(unknown));

/** How many calls the server saw cancelled, once it is more than `before`. */
async function cancelledBeyond(before) {
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    const count = Number((await plain.getDraft({ key: "cancelled" })).draft?.key);
    if (count > before) {
      return count;
    }
  }
  return before;
}
const before = Number((await plain.getDraft({ key: "cancelled" })).draft?.key);
check("deadlines reach the handlers", before > 0, String(before));
const leaving = new AbortController();
const waiting = errorOf(plain.listDrafts({}, { signal: leaving.signal }));
setImmediate(() => leaving.abort());
check("who leaves is told so", (await waiting)?.code === Code.Canceled);
const second = new AbortController();
const held = fetch(`${address}${draftService}/ListDrafts`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: "{}",
  signal: second.signal,
}).catch(() => undefined);
// Its request is there once another one, sent after it, was answered.
await plain.getDraft({ key: "k" });
second.abort();
await held;
check("a handler learns that its caller left", await cancelledBeyond(before) > before);

/** What anybody can send. */
async function send(method, target, { type = "application/json", body, headers = {} } = {}) {
  const response = await fetch(`${address}${target}`, {
    method, body, headers: type === undefined ? headers : { "Content-Type": type, ...headers },
  });
  const text = await response.text();
  let error = {};
  try {
    error = JSON.parse(text);
  } catch {
    // Not for us.
  }
  return { response, error, text };
}

const path404 = await send("POST", "/made.up.Service/Method", { body: "{}" });
check("an unknown service", path404.response.status === 404 && path404.error.code === "unimplemented");
const method404 = await send("POST", `${draftService}/Nothing`, { body: "{}" });
check("an unknown method",
  method404.response.status === 404 && method404.error.code === "unimplemented");
const verb = await send("PUT", `${draftService}/DeleteDraft`, { body: "{}" });
check("a wrong verb", verb.response.status === 405 && verb.response.headers.get("allow") === "POST");
const type = await send("POST", `${draftService}/GetDraft`, { type: "text/plain", body: "{}" });
check("a wrong type", type.response.status === 415 &&
  type.response.headers.get("accept-post") === "application/json, application/proto");
const large = await send("POST", `${draftService}/GetDraft`, { body: "x".repeat(1024 * 1024 + 1) });
check("a body that is too large",
  large.response.status === 413 && large.error.code === "resource_exhausted", large.text);
const bomb = await send("POST", `${draftService}/GetDraft`, {
  body: gzipSync(Buffer.alloc(64 * 1024 * 1024)), headers: { "Content-Encoding": "gzip" },
});
check("a body that unpacks to too much",
  bomb.response.status === 413 && bomb.error.code === "resource_exhausted", bomb.text);
const misspelt = await send("POST", `${draftService}/GetDraft`, { body: '{"secretword":1}' });
check("an unknown field is refused and not repeated",
  misspelt.response.status === 400 && misspelt.error.code === "invalid_argument" &&
  !misspelt.text.includes("secretword"), misspelt.text);
const query = `${draftService}/GetDraft?encoding=json&message=${encodeURIComponent('{"key":"k"}')}`;
const first = await send("GET", query, { type: undefined });
const tag = first.response.headers.get("etag");
check("what everybody may read is kept for a moment",
  first.response.headers.get("cache-control") === "public, max-age=5" && tag !== null);
const again = await send("GET", query, { type: undefined, headers: { "If-None-Match": tag } });
check("and not sent twice", again.response.status === 304);

await server.stop();
process.exit(finish());
