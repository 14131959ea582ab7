import NewsreelWeb
import Testing

@testable import newsreel

@Suite struct EgressTests {
    @Test(
        arguments: [
            [0, 1, 2, 3], [10, 0, 0, 1], [100, 64, 0, 1], [127, 0, 0, 1], [169, 254, 169, 254], [172, 16, 0, 1],
            [172, 31, 255, 255], [192, 168, 1, 1], [192, 0, 2, 1], [198, 18, 0, 1], [198, 51, 100, 7],
            [203, 0, 113, 7],
            [224, 0, 0, 1], [255, 255, 255, 255], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 1],
            [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [0x20, 0x02, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1],
            [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        ] as [[UInt8]])
    func `an address that the world cannot reach is no address to send to`(bytes: [UInt8]) throws {
        #expect(try #require(HostAddress(bytes: bytes)).isPublic == false)
    }

    @Test(
        arguments: [
            [1, 1, 1, 1], [172, 32, 0, 1], [100, 128, 0, 1], [93, 184, 215, 14],
            [0x2A, 0, 0x14, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        ] as [[UInt8]])
    func `an address of the world is one`(bytes: [UInt8]) throws {
        #expect(try #require(HostAddress(bytes: bytes)).isPublic)
    }

    @Test(arguments: [
        "http://127.0.0.1:9/", "https://127.0.0.1:9/", "https://localhost:9/", "https://[::1]:9/",
        "https://10.0.0.1/", "https://169.254.169.254/latest", "https://0x7f000001/", "https://[::ffff:127.0.0.1]:9/",
    ])
    func `nothing is sent to this machine or its network`(url: String) async throws {
        let letter = WebhookLetter(url: url, headers: [], body: [])
        let failure = await #expect(throws: WebhookFailure.self) {
            try await Egress(allowsLoopback: false).send(letter)
        }
        #expect(failure?.isFinal == true, "\(failure?.reason ?? "")")
    }

    @Test func `a private network stays closed where this machine is open`() async throws {
        let letter = WebhookLetter(url: "http://10.0.0.1/", headers: [], body: [])
        let failure = await #expect(throws: WebhookFailure.self) { try await Egress(allowsLoopback: true).send(letter) }
        #expect(failure?.reason.contains("private network") == true)
    }
}
