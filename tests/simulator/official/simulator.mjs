// Starts the simulator's program and gives it orders. TONGBAO_SIMULATOR is its path.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function startSimulator() {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const program = spawn(process.env.TONGBAO_SIMULATOR, ['--folder', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const place = await new Promise((resolve, reject) => {
    program.once('error', reject);
    program.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    createInterface({ input: program.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
  return {
    baseUrl: place.base_url,
    ca: readFileSync(place.ca_file), // to be trusted by the package under test
    async order(path, body) {
      const answer = await fetch(place.control + path, { method: 'POST', body: JSON.stringify(body) });
      const result = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${result.error}`);
      return result;
    },
    stop() {
      program.removeAllListeners('exit');
      program.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
