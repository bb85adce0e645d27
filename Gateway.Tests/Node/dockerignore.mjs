// Passes on those paths from standard input that a .dockerignore, named by an argument or by $DOCKERIGNORE, leaves in the build context.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import dockerignore from "@balena/dockerignore";

const ignored = dockerignore().add(readFileSync(process.argv[2] ?? process.env.DOCKERIGNORE, "utf8"));
for await (const path of createInterface({ input: process.stdin }))
  if (!ignored.ignores(path))
    console.log(path);
