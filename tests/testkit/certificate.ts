import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
}

const day = 86_400_000;

/** `openssl ca` is the one command of every openssl release that takes a start and an end date. */
const settings = `
[ca]
default_ca = self
[self]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/** A fresh self-signed certificate for 127.0.0.1 and localhost, in PEM form; made by openssl, so no key is committed. */
export function selfSignedCertificate({ expired = false } = {}): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'postern-certificate-'));
  const openssl = (command: string) => execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'pipe' });
  const end = Date.now() + (expired ? -day : day);
  const dates = `-startdate ${opensslDate(end - 2 * day)} -enddate ${opensslDate(end)}`;
  try {
    writeFileSync(join(folder, 'settings.cnf'), settings);
    writeFileSync(join(folder, 'index.txt'), '');
    openssl('ecparam -name prime256v1 -genkey -noout -out key.pem');
    openssl('req -new -key key.pem -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost -out csr.pem');
    openssl(`ca -batch -selfsign -config settings.cnf -notext -in csr.pem -keyfile key.pem ${dates} -out cert.pem`);
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** YYYYMMDDHHMMSSZ */
const opensslDate = (time: number): string => new Date(time).toISOString().replace(/[-:T]|\.\d+/g, '');
