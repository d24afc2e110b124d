// Uses the official client as its users do; the test reads what it saw from the last line, as JSON.
// Arguments: the package, the base URL, the key, the case, the case's input as JSON.
'use strict';

const [, , modulePath, baseURL, apiKey, name, input] = process.argv;
const { OpenAI } = require(modulePath);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 2 });

const cases = {
  chat: async (request) => client.chat.completions.create(request),

  stream: async (request) => {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
      chunks.push(chunk);
    }
    return chunks;
  },

  // The library's own accumulator, which checks what it gets.
  runner: async (request) => {
    const runner = client.chat.completions.stream(request);
    return { completion: await runner.finalChatCompletion(), content: await runner.finalContent() };
  },

  parse: async (request) => (await client.chat.completions.parse(request)).choices[0].message.parsed,

  models: async () => {
    const found = [];
    for await (const model of client.models.list()) {
      found.push(model.id);
    }
    return { found, one: await client.models.retrieve('claudebox/haiku') };
  },

  leave: async (request) => {
    const stream = await client.chat.completions.create({ ...request, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content) {
        break;
      }
    }
    return { left: true };
  },
};

cases[name](JSON.parse(input)).then(
  (value) => console.log(JSON.stringify({ value })),
  (error) => console.log(JSON.stringify({
    error: error.constructor.name, status: error.status ?? null, code: error.code ?? null, type: error.type ?? null,
    param: error.param ?? null, message: error.message,
  })));
