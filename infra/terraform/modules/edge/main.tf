# The way in: one address, TLS, a firewall for requests, a CDN for public files, and the two services that face people.

locals {
  # What waits goes to the relay: WebSockets, and the mailboxes of pairing. What answers at once goes to the api.
  backends = { relay = var.services["relay"], api = var.services["api"] }
}

resource "google_compute_global_address" "main" {
  project      = var.project
  name         = "${var.name}-address"
  address_type = "EXTERNAL"
  ip_version   = "IPV4"
}

resource "google_compute_region_network_endpoint_group" "service" {
  for_each = local.backends

  project               = var.project
  region                = var.region
  name                  = "${var.name}-${each.key}"
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.value
  }
}

resource "google_compute_backend_service" "service" {
  for_each = local.backends

  project               = var.project
  name                  = "${var.name}-${each.key}"
  protocol              = "HTTPS"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_security_policy.main.id

  # Answers with what people own are never kept on the way.
  enable_cdn = false

  backend {
    group = google_compute_region_network_endpoint_group.service[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = var.log_sampling
  }
}

resource "google_compute_backend_bucket" "assets" {
  project          = var.project
  name             = "${var.name}-assets"
  bucket_name      = var.assets_bucket
  enable_cdn       = true
  compression_mode = "AUTOMATIC"

  cdn_policy {
    cache_mode        = "CACHE_ALL_STATIC"
    default_ttl       = 3600
    client_ttl        = 3600
    max_ttl           = 86400
    negative_caching  = true
    serve_while_stale = 86400
  }

  custom_response_headers = [
    "Strict-Transport-Security: max-age=31536000; includeSubDomains",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  ]
}

resource "google_compute_url_map" "main" {
  project         = var.project
  name            = var.name
  default_service = google_compute_backend_bucket.assets.id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "server"
  }

  path_matcher {
    name            = "server"
    default_service = google_compute_backend_bucket.assets.id

    path_rule {
      paths   = ["/v1/sync", "/v1/pairings", "/v1/pairings/*"]
      service = google_compute_backend_service.service["relay"].id
    }

    path_rule {
      paths   = ["/v1/*", "/api/*", "/healthz", "/readyz"]
      service = google_compute_backend_service.service["api"].id
    }
  }
}

resource "google_compute_ssl_policy" "main" {
  project         = var.project
  name            = var.name
  profile         = "RESTRICTED"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_managed_ssl_certificate" "main" {
  project = var.project
  name    = var.name

  managed {
    domains = [var.domain]
  }
}

resource "google_compute_target_https_proxy" "main" {
  project          = var.project
  name             = var.name
  url_map          = google_compute_url_map.main.id
  ssl_certificates = [google_compute_managed_ssl_certificate.main.id]
  ssl_policy       = google_compute_ssl_policy.main.id
}

resource "google_compute_global_forwarding_rule" "https" {
  project               = var.project
  name                  = "${var.name}-https"
  target                = google_compute_target_https_proxy.main.id
  ip_address            = google_compute_global_address.main.id
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  labels                = var.labels
}

# Plain HTTP says where to go and nothing else.
resource "google_compute_url_map" "redirect" {
  project = var.project
  name    = "${var.name}-redirect"

  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }
}

resource "google_compute_target_http_proxy" "redirect" {
  project = var.project
  name    = "${var.name}-redirect"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_forwarding_rule" "http" {
  project               = var.project
  name                  = "${var.name}-http"
  target                = google_compute_target_http_proxy.redirect.id
  ip_address            = google_compute_global_address.main.id
  port_range            = "80"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  labels                = var.labels
}
