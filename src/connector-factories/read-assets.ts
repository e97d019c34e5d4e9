import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A factory's README.md and logo.svg, which lie in its folder and are copied next to the compiled file by the build.
 * @param folder the factory's `__dirname`
 */
export function readAssets(folder: string): { logo: string; readme: { en: string } } {
  const logo = readFileSync(join(folder, 'logo.svg')).toString('base64');
  return {
    logo: `data:image/svg+xml;base64,${logo}`,
    readme: { en: readFileSync(join(folder, 'README.md'), 'utf8') },
  };
}
