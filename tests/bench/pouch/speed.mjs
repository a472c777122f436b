// Replicates documents to pouchdb-server and back, once for each file named on standard input.
// Warm: the databases are there and answer before the clock starts.
import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import PouchDB from "pouchdb";

const [server, folder] = process.argv.slice(2);
const BATCH = 1000;

async function replicated(source, target, expected) {
  const began = performance.now();
  const done = await PouchDB.replicate(source, target, { batch_size: BATCH });
  if (!done.ok || done.docs_written !== expected) throw new Error("not everything was replicated");
  return performance.now() - began;
}

let number = 0;
for await (const file of createInterface({ input: process.stdin })) {
  const documents = JSON.parse(await readFile(file.trim(), "utf8"));
  const name = `round-${number++}`;
  const here = new PouchDB(`${folder}/${name}-here`);
  const there = new PouchDB(`${server}/${name}`);
  const back = new PouchDB(`${folder}/${name}-back`);
  await Promise.all([here.info(), there.info(), back.info()]);
  for (let n = 0; n < documents.length; n += BATCH) {
    await here.bulkDocs(documents.slice(n, n + BATCH));
  }
  const push = await replicated(here, there, documents.length);
  const pull = await replicated(there, back, documents.length);
  process.stdout.write(JSON.stringify({ push, pull }) + "\n");
  await Promise.all([here.close(), back.close()]);
}
