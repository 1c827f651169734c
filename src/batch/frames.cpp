// SPDX-License-Identifier: MIT
// Sending and receiving whole frames whatever pieces the socket makes of them.

#include "batch/frames.hpp"

#include <array>
#include <cerrno>
#include <cstdint>

#include <sys/socket.h>

namespace oreway {

namespace {

/// No request or answer comes near it; a longer one is noise.
constexpr std::uint32_t longest_frame = std::uint32_t{256} << 20;

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t const sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool receive_all(int socket, char* into, std::size_t wanted) {
    while (wanted > 0) {
        ssize_t const got = recv(socket, into, wanted, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        into += got;
        wanted -= static_cast<std::size_t>(got);
    }
    return true;
}

} // namespace

bool send_frame(int socket, json_text::Json const& json) {
    std::string const text = json_text::line_of(json);
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>((text.size() >> shift) & 0xFFU));
    return text.size() < longest_frame && send_all(socket, bytes + text);
}

std::optional<json_text::Json> receive_frame(int socket) {
    std::array<char, 4> head{};
    if (!receive_all(socket, head.data(), head.size()))
        return std::nullopt;
    std::uint32_t length = 0;
    for (unsigned i = 0; i < 4; ++i)
        length |= static_cast<std::uint32_t>(static_cast<unsigned char>(head[i])) << (8 * i);
    if (length > longest_frame)
        return std::nullopt;
    std::string text(length, '\0');
    if (!receive_all(socket, text.data(), text.size()))
        return std::nullopt;
    json_text::Json json = json_text::Json::parse(text, nullptr, false);
    return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

} // namespace oreway
