using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OllamaNet.Benchmarks.Product;

/// <summary>nginx before the simulator, with one worker, as the yardstick: it checks nobody, counts nothing and understands nothing of what it passes on.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"];

    private readonly Process _process;
    private readonly string _folder;

    private NginxProcess(Process process, string folder, IPEndPoint address) => (_process, _folder, Address) = (process, folder, address);

    public static bool IsInstalled => Program is not null;

    public IPEndPoint Address { get; }

    private static string? Program => Places.FirstOrDefault(File.Exists);

    public static async Task<NginxProcess> StartAsync(string cores, IPEndPoint upstream)
    {
        var folder = Directory.CreateTempSubdirectory("ollamanet-bench-nginx-").FullName;
        var address = ProductProcess.FreeAddress();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1;
            worker_rlimit_nofile 20000;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 19990; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              keepalive_requests 100000000;
              upstream engine { server {{upstream}}; keepalive 512; keepalive_requests 100000000; }
              server {
                listen {{address}} backlog=4096;
                location / { proxy_pass http://engine; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 1h; }
              }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("taskset", ["-c", cores, Program!, "-c", $"{folder}/nginx.conf", "-p", folder, "-g", Environment.IsPrivilegedProcess ? "daemon off; user root;" : "daemon off;"]) { UseShellExecute = false })!;
        var nginx = new NginxProcess(process, folder, address);
        for (var i = 0; i < 500; i++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address);
                return nginx;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(10);
            }
        }

        await nginx.DisposeAsync();
        throw new InvalidOperationException("nginx did not start.");
    }

    /// <summary>Master and worker, seconds.</summary>
    public double CpuSeconds() => ProcessTree.TreeCpu(_process.Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
