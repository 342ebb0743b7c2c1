// How a test drives a program (NodeProgram): each line that comes in asks for one of the actions, each line that goes out is what came of it.
import { createInterface } from "node:readline";

/** Does what is asked for, until nobody asks any more. */
export async function drive(actions, nameOf) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { action, ...parameters } = JSON.parse(line);
    let answer;
    try {
      answer = { result: await actions[action](parameters) ?? null };
    } catch (error) {
      answer = { error: nameOf(error) ?? error.code ?? error.name, description: error.error_description ?? error.cause?.message ?? error.message };
    }
    console.log(JSON.stringify(answer));
  }
  process.exit(); // connections that are kept alive would hold it
}
