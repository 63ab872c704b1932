/** Where the log of an attempt can be read: CloudWatch's console for a Lambda function, nowhere that is known for others. */

/** An ARN of a function, perhaps with a version or an alias. */
const FUNCTION =
  /^arn:(?<partition>aws[a-z-]*):lambda:(?<region>[a-z0-9-]+):\d*:function:(?<name>[\w-]+)(?::[\w$-]+)?$/;

const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The console's page of the function's log between two instants (epoch seconds), of one stream where it is known; null for what is no Lambda function. */
export function logLink(
  arn: string,
  { from, to, stream }: { readonly from: number; readonly to: number; readonly stream?: string | undefined },
): string | null {
  const { partition = '', region, name } = FUNCTION.exec(arn)?.groups ?? {};
  const host = CONSOLES[partition];
  if (host === undefined || name === undefined) return null;
  const group = `#logsV2:log-groups/log-group/${twiceEncoded(`/aws/lambda/${name}`)}`;
  const events = `/log-events${stream === undefined ? '' : `/${twiceEncoded(stream)}`}`;
  const span = `${encodedOnce('?')}start${encodedOnce('=')}${from * 1000}${encodedOnce('&')}end${encodedOnce('=')}${to * 1000}`;
  return `https://${region}.${host}/cloudwatch/home?region=${region}${group}${events}${span}`;
}

/** The console's own escapes: percent signs are dollars. */
const encodedOnce = (text: string): string => encodeURIComponent(text).replaceAll('%', '$');
const twiceEncoded = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
